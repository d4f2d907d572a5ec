import { type IExecuteFunctions, NodeConnectionTypes } from 'n8n-workflow';
import type { INodeExecutionData, ITaskDataConnections } from 'n8n-workflow';
import { whileCalled } from '../../../core/base/async/call-signal';
import { TroupeError } from '../../../core/base/errors';
import type { JsonSchema } from '../../../core/ports/models/models';
import type { ToolEffect } from '../../../core/ports/tools/tool-effect';
import type { Tool } from '../../../core/ports/tools/tools';
import { fromZod, isZod } from '../ai-node-sdk/from-zod';
import { type AiNodeSdk, loadAiNodeSdk } from '../ai-node-sdk/sdk';
import { listConnectedTools, readToolResult, type ConnectedTool } from './connected-tool';
import { findItemTokens } from '../item-tokens/item-tokens';
import type { ListedTool } from './connected-tool';
import { withToolRuns } from './tool-runs';

/** @throws TroupeError INPUT_INVALID, TOOL_INVALID */
export async function connectedTools(
	context: IExecuteFunctions,
	itemIndex: number,
	findEffect: (tool: ConnectedTool) => ToolEffect,
	sdk: () => AiNodeSdk = loadAiNodeSdk,
): Promise<Tool[]> {
	const connectionType = NodeConnectionTypes.AiTool;
	if (context.getParentNodes(context.getNode().name, { connectionType, depth: 1 }).length === 0) return [];
	const tools = await readItemTools(context, itemIndex);
	const tokens = findItemTokens(context);
	const hide: Hide | undefined = tokens && { in: (input) => tokens.mask(itemIndex, input), out: (text) => tokens.restore(itemIndex, text) };
	return tools.map(({ tool, isOfServer }) =>
		toTool(tool, findEffect(tool), hide, () => (isOfServer ? describeIfPossible(tool, sdk) : toJsonSchema(tool, sdk))),
	);
}

/** n8n stores a tool's arguments and results. A node of Troupe restores the values itself. */
interface Hide {
	in<Input>(input: Input): Promise<Input>;
	out(text: string): Promise<string>;
}

function describeIfPossible(tool: ConnectedTool, sdk: () => AiNodeSdk): JsonSchema {
	try {
		return toJsonSchema(tool, sdk);
	} catch {
		return undefined as unknown as JsonSchema;
	}
}

/** @throws TroupeError INPUT_INVALID, TOOL_INVALID */
function toTool(tool: ConnectedTool, effect: ToolEffect, hide: Hide | undefined, describeParameters: () => JsonSchema): Tool {
	return {
		name: tool.name.replace(/[^\w-]/g, '_').slice(0, 64),
		description: tool.description,
		parameters: describeParameters(),
		source: 'n8n',
		effect,
		async call(input, { signal }) {
			const shown = hide ? await hide.in(input) : input;
			const result = readToolResult(await whileCalled(signal, () => tool.invoke(shown, { signal, callbacks: [] })));
			return hide ? { ...result, text: await hide.out(result.text) } : result;
		},
	};
}

/** @throws TroupeError TOOL_INVALID */
function toJsonSchema({ name, schema }: ConnectedTool, sdk: () => AiNodeSdk): JsonSchema {
	const converted = isZod(schema) ? fromZod(schema, sdk) : (schema as JsonSchema | null | undefined);
	if (typeof converted === 'object' && converted !== null) {
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

/** Fields that n8n's contexts hand to the nodes connected to them. */
interface Inside {
	connectionInputData?: INodeExecutionData[];
	inputData?: ITaskDataConnections;
	workflow?: Parameters<typeof withToolRuns>[0];
}

/**
 * Returns the connected tools, which see the answered item. n8n runs a tool node with the first item of its agent's input, which thus is this
 * item alone. With other internals of n8n, tools see what n8n shows them. @throws TroupeError INPUT_INVALID
 */
async function readItemTools(context: IExecuteFunctions, item: number): Promise<ListedTool[]> {
	const { connectionInputData: items, inputData, workflow } = context as unknown as Inside;
	const answered = items?.[item];
	if (!answered || !workflow?.nodeTypes) return listConnectedTools(await context.getInputConnectionData(NodeConnectionTypes.AiTool, item));
	const view = Object.create(context, {
		connectionInputData: { value: [answered] },
		inputData: { value: { ...inputData, main: [[answered]] } },
		workflow: { value: withToolRuns(workflow) },
	}) as IExecuteFunctions;
	return listConnectedTools(await view.getInputConnectionData(NodeConnectionTypes.AiTool, 0));
}
