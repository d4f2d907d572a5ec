import type { ProgramStart } from '../../../core/ports/sandbox/programs';
import type { ToolEffect } from '../../../core/ports/tools/tool-effect';

/** An MCP server of a definition, with its secrets filled in. */
export interface McpServer {
	/** Its name in the definition. */
	server: string;
	/** Compiles the schema of a form that the server shows to a person. */
	compileForm: CompileForm;
	/** The requested tools; default all. */
	tools?: string[];
	/** By the name of a tool. Default: `irreversible`. */
	effects?: Record<string, ToolEffect>;
	/** Set where each answer has to be signed. What the messages of a connection pass: `ask` those of the client, `check` those of the server. */
	signed?: { open(refuse: (answer: object) => unknown): Record<'ask' | 'check', (message: object) => object> };
	reach:
		| { kind: 'http'; url: string; headers: Record<string, string>; /** A guarded fetch. */ send: typeof fetch }
		| { kind: 'program'; /** The same for the same program. */ key: string; start: () => Promise<ProgramStart> };
}

/** Compiles a schema. @returns what finds the problem of a value */
export type CompileForm = (schema: Record<string, unknown>) => Promise<(value: unknown) => string | undefined>;
