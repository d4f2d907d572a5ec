import type { CollectionSearch } from '../knowledge/search/collection-search';
import type { HttpTool, ToolPermission } from '../ports';

/** All tools of an MCP server, or those named. */
export interface McpTools {
	kind: 'mcp';
	/** Names the server; its tools are called `<server>_<tool>` where another has the name already. */
	server: string;
	/** Streamable HTTP. */
	url?: string;
	headers?: Record<string, string>;
	/** Standard input and output: only where the host allows programs to be started. */
	command?: string;
	args?: string[];
	env?: Record<string, string>;
	tools?: string[];
}

/** Searches a collection when the model asks it to. */
export interface KnowledgeTool extends CollectionSearch {
	kind: 'knowledge';
	name: string;
	description: string;
	/** Given to the model. Default 4. */
	passages?: number;
}

export type ToolDefinition = HttpTool | McpTools | KnowledgeTool;

/** The first rule that fits decides. */
export interface ToolRule {
	/** A tool's name, `*` standing for any characters. */
	tool: string;
	/** Each argument named must match its expression (RE2); a number, list or object as JSON. */
	arguments?: Record<string, string>;
	permission: ToolPermission;
}

/** The tools of a definition. */
export interface ToolSettings {
	define?: ToolDefinition[];
	/** Where none fits: tools that only read are allowed, a person is asked for all others. */
	rules?: ToolRule[];
	/** Whether the model may put a question to a person. Default false. */
	askPerson?: boolean;
	/** Calls at once. Default 4. */
	parallel?: number;
	/** Milliseconds for one call. Default 30,000. */
	timeoutMs?: number;
	/** Of one result, for the model; the rest is cut off, and said so. Default 16,000. */
	resultCharacters?: number;
}
