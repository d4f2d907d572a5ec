/** An MCP server of a definition, with secrets in place. */
export interface McpServer {
	/** Its name in the definition. */
	server: string;
	/** Of its tools, those wanted; all of them where absent. */
	tools?: string[];
	reach:
		| { kind: 'http'; url: string; headers: Record<string, string>; /** Guarded. */ send: typeof fetch }
		| { kind: 'program'; command: string; args: string[]; env: Record<string, string> };
}
