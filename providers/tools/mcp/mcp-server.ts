import type { ProgramStart } from '../../../core/ports/sandbox/programs';
import type { ToolEffect } from '../../../core/ports/tools/tool-effect';

export interface McpServer {
	server: string;
	compileForm: CompileForm;
	/** Default: all. */
	tools?: string[];
	/** By tool name. Default: `irreversible`. */
	effects?: Record<string, ToolEffect>;
	/** Set if answers must be signed. Filters a connection's messages: `ask` the client's, `check` the server's. */
	signed?: { open(refuse: (answer: object) => unknown): Record<'ask' | 'check', (message: object) => object> };
	reach:
		| { kind: 'http'; url: string; headers: Record<string, string>; /** A guarded fetch. */ send: typeof fetch }
		| { kind: 'program'; /** The same for the same program. */ key: string; start: () => Promise<ProgramStart> };
}

/** @returns a function that finds a value's problem */
export type CompileForm = (schema: Record<string, unknown>) => Promise<(value: unknown) => string | undefined>;
