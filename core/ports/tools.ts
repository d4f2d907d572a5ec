import type { CollectionSearched } from './knowledge';
import type { JsonSchema, ToolSpecification } from './models';

/** Lets a tool call go ahead, asks a person first, or refuses it. */
export type ToolPermission = 'allow' | 'ask' | 'deny';

export interface ToolContext {
	signal: AbortSignal;
	/** The same for the same call of the same run, also when it is tried again: for servers that take one. */
	idempotencyKey: string;
	/** Of the result, as the model will get it: what reads more than that from elsewhere can stop. */
	resultCharacters: number;
}

/**
 * What a tool gave: text for the model, or an error for the model to read. `cut`: there was more, and the tool stopped reading. `search`: of a
 * tool that looked into a collection, how that went, for people.
 */
export type ToolResult = { kind: 'ok' | 'error'; text: string; cut?: boolean; search?: CollectionSearched };

/** Something that a model can call. Not bounded, not guarded, not permitted: that is the loop's. */
export interface Tool extends ToolSpecification {
	/** Where it comes from, for events: `definition`, `mcp:<server>`, `n8n`. */
	source: string;
	/** True where a second call does no harm: only such a call is ever made again when nobody knows whether the first one happened. */
	readOnly: boolean;
	/**
	 * @param input fits the tool's schema; personal data is restored in it
	 * @throws whatever broke: it becomes an error for the model
	 */
	call(input: Record<string, unknown>, context: ToolContext): Promise<ToolResult>;
}

/** Tools whose server has to be asked, such as MCP's; closed when the run is over. */
export interface ToolSource {
	/** For errors. */
	readonly name: string;
	/** @throws TroupeError TOOL_SOURCE_UNREACHABLE */
	tools(signal: AbortSignal): Promise<Tool[]>;
	close(): Promise<void>;
}

/** Called over HTTP; `{name}` in the URL stands for an argument, percent-encoded. What is left of the arguments is the query (GET, DELETE) or the JSON body. */
export interface HttpTool {
	kind: 'http';
	name: string;
	description: string;
	parameters: JsonSchema;
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	url: string;
	/** `${NAME}` stands for a secret of the host, such as an environment variable that it lets agents use. */
	headers?: Record<string, string>;
	/** Default: true for GET alone. */
	readOnly?: boolean;
}
