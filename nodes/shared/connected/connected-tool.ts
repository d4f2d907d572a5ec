import { TroupeError } from '../../../core/base/errors';
import type { ToolResult } from '../../../core/ports/tools/tools';

/** A tool as n8n hands it over: a LangChain tool, used by its shape. It shows its own runs in the run's data. */
export interface ConnectedTool {
	name: string;
	description: string;
	/** JSON schema, or zod's. */
	schema: unknown;
	invoke(input: unknown, options: { signal?: AbortSignal; callbacks: [] }): Promise<unknown>;
	metadata?: { sourceNodeName?: string; gatedToolNodeName?: string };
}

/** Tools of one node, such as an MCP client's. */
interface Toolkit {
	tools: ConnectedTool[];
}

export interface ListedTool {
	tool: ConnectedTool;
	/** True for a tool of a toolkit, which its server describes. */
	isOfServer: boolean;
}

/**
 * Lists the tools of what `getInputConnectionData` gave.
 * @throws TroupeError INPUT_INVALID
 */
export function listConnectedTools(input: unknown): ListedTool[] {
	const tools = ([input].flat() as Array<ConnectedTool | Toolkit>).flatMap((each) =>
		'tools' in each ? each.tools.map((tool) => ({ tool, isOfServer: true })) : [{ tool: each, isOfServer: false }],
	);
	const gatedTool = tools.find(({ tool: { metadata } }) => metadata?.gatedToolNodeName);
	if (gatedTool) throw gated(gatedTool.tool);
	return tools;
}

export function readToolResult(result: unknown): ToolResult & { text: string } {
	const content = typeof result === 'object' && result !== null && 'content' in result ? result.content : result;
	return { kind: 'ok', text: typeof content === 'string' ? content : (JSON.stringify(content) ?? '') };
}

/** n8n runs what stands behind such a node itself, and for its own agent alone. */
function gated({ name }: ConnectedTool): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The tool "${name}" is connected through a node that asks a person, which works only with n8n's own agent.`,
		fix: 'Connect the tool directly: the agent asks a person with the outcome needs-human, and the operation Resume continues the run.',
		details: { tool: name },
	});
}
