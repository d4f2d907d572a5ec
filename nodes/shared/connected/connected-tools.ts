import { type IExecuteFunctions, NodeConnectionTypes } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import type { JsonSchema, Tool, ToolResult } from '../../../core/ports';
import { type AiNodeSdk, loadAiNodeSdk } from '../ai-node-sdk/sdk';

/** A tool as n8n hands it over: a LangChain tool, used by its shape. It shows its own runs in the run's data. */
export interface ConnectedTool {
	name: string;
	description: string;
	/** JSON schema, or zod's. */
	schema: unknown;
	invoke(input: unknown, options: { signal: AbortSignal; callbacks: [] }): Promise<unknown>;
	metadata?: { gatedToolNodeName?: string };
}

/** Tools of one node, such as an MCP client's. */
interface Toolkit {
	tools: ConnectedTool[];
}

/**
 * The tools that a workflow connected, as core calls them. Looked for first: a node that is a tool itself has no such input.
 * @throws TroupeError INPUT_INVALID, TOOL_INVALID
 */
export async function connectedTools(
	context: IExecuteFunctions,
	itemIndex: number,
	isReadOnly: (name: string) => boolean,
	sdk: () => AiNodeSdk = loadAiNodeSdk,
): Promise<Tool[]> {
	const connectionType = NodeConnectionTypes.AiTool;
	if (context.getParentNodes(context.getNode().name, { connectionType, depth: 1 }).length === 0) return [];
	const input: unknown = await context.getInputConnectionData(connectionType, itemIndex);
	return ([input].flat() as Array<ConnectedTool | Toolkit>).flatMap((each) =>
		'tools' in each
			? each.tools.map((tool) => toTool(tool, isReadOnly(tool.name), () => describeIfPossible(tool, sdk)))
			: [toTool(each, isReadOnly(each.name), () => toJsonSchema(each, sdk))],
	);
}

/** Tools of a server come as they are: one that cannot be described has no schema, and the run leaves it out. */
function describeIfPossible(tool: ConnectedTool, sdk: () => AiNodeSdk): JsonSchema {
	try {
		return toJsonSchema(tool, sdk);
	} catch {
		return undefined as unknown as JsonSchema;
	}
}

/** @throws TroupeError INPUT_INVALID, TOOL_INVALID */
function toTool(tool: ConnectedTool, readOnly: boolean, describeParameters: () => JsonSchema): Tool {
	if (tool.metadata?.gatedToolNodeName) throw gated(tool);
	return {
		name: tool.name.replace(/[^\w-]/g, '_').slice(0, 64),
		description: tool.description,
		parameters: describeParameters(),
		source: 'n8n',
		readOnly,
		async call(input, { signal }) {
			return toResult(await tool.invoke(input, { signal, callbacks: [] }));
		},
	};
}

function toResult(result: unknown): ToolResult {
	const content = typeof result === 'object' && result !== null && 'content' in result ? result.content : result;
	return { kind: 'ok', text: typeof content === 'string' ? content : (JSON.stringify(content) ?? '') };
}

/** @throws TroupeError TOOL_INVALID */
function toJsonSchema({ name, schema }: ConnectedTool, sdk: () => AiNodeSdk): JsonSchema {
	const converted = isZod(schema) ? sdk().getParametersJsonSchema({ inputSchema: schema }) : (schema as JsonSchema | undefined);
	if (typeof converted === 'object' && converted !== null && !isZod(converted)) {
		// What it says of its own dialect no provider takes, and none needs.
		const { $schema: _dialect, ...rest } = converted;
		return { type: 'object', properties: {}, ...rest };
	}
	throw new TroupeError({
		code: 'TOOL_INVALID',
		message: `The connected tool "${name}" has no parameters that can be described to a model.`,
		fix: 'Connect another kind of tool, such as one that calls a workflow.',
		details: { tool: name },
	});
}

const isZod = (value: unknown): boolean => typeof value === 'object' && value !== null && ('_def' in value || '_zod' in value);

/** n8n runs what stands behind such a node itself, and for its own agent alone. */
function gated({ name }: ConnectedTool): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The tool "${name}" is connected through a node that asks a person, which works only with n8n's own agent.`,
		fix: 'Connect the tool directly: the agent asks a person with the outcome needs-human, and the operation Resume continues the run.',
		details: { tool: name },
	});
}
