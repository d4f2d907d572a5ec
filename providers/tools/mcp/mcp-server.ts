/** An MCP server of a definition, with its secrets filled in. */
export interface McpServer {
	/** Its name in the definition. */
	server: string;
	/** The requested tools; default all. */
	tools?: string[];
	reach:
		| { kind: 'http'; url: string; headers: Record<string, string>; /** A guarded fetch. */ send: typeof fetch }
		| { kind: 'program'; command: string; args: string[]; env: Record<string, string> };
}
