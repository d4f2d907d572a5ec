import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import { asObject, putAt } from '../../../core/base/put-at';
import type { ToolEffect } from '../../../core/ports/tools/tool-effect';
import type { Tool, ToolResult } from '../../../core/ports/tools/tools';
import type { NodeFault, NodeItem, NodeTask } from './node-task';

/** Part of a definition that makes a node a tool. */
export interface NodeToolDefinition {
	name: string;
	description: string;
	nodeType: string;
	typeVersion: number;
	fixed?: Record<string, unknown>;
	fill?: Record<string, string>;
	credentials?: Record<string, string>;
	effect?: ToolEffect;
}

/** Runs a node. */
export type RunNode = (
	task: Omit<NodeTask, 'tenant' | 'workflow'>,
	signal: AbortSignal,
) => Promise<{ kind: 'returned'; outputs: NodeItem[][] } | { kind: 'failed'; fault: NodeFault }>;

/** Creates a tool that runs a node of n8n, with the arguments as its parameters and as its one item. */
export function createNodeTool(definition: NodeToolDefinition, parameters: Tool['parameters'], run: RunNode): Tool {
	const { name, description, nodeType, typeVersion, fixed = {}, fill, credentials, effect = 'irreversible' } = definition;
	return {
		...{ name, description, parameters, source: 'definition', effect },
		async call(input, { signal, idempotencyKey }) {
			const data = nestValues(input, fill ?? Object.fromEntries(Object.keys(input).map((each) => [each, each])), fixed);
			const task = {
				type: nodeType,
				typeVersion,
				name,
				parameters: fixed,
				data,
				items: [{ json: input }],
				credentials,
				execution: idempotencyKey,
			};
			const outcome = await run(task, signal);
			return outcome.kind === 'returned' ? toResult(outcome.outputs) : toFailure(outcome.fault);
		},
	};
}

/**
 * Puts the arguments at the parameters that they fill. A name with dots is a place in a parameter, whose other places stay as they are fixed.
 * Arguments that the model left out fill nothing.
 */
function nestValues(input: Record<string, unknown>, fill: Record<string, string>, fixed: Record<string, unknown>): Record<string, unknown> {
	const data: Record<string, unknown> = {};
	for (const [path, argument] of Object.entries(fill)) {
		if (!Object.hasOwn(input, argument)) continue;
		const first = path.split('.', 1)[0]!;
		if (!Object.hasOwn(data, first)) data[first] = structuredClone(asObject(fixed[first]));
		putAt(data, path, input[argument]);
	}
	return data;
}

/** Files stay where they are: the model gets the data of the items. */
function toResult(outputs: NodeItem[][]): ToolResult {
	const lists = outputs.map((items) => items.map(({ json }) => json));
	const [only = []] = lists;
	const value = lists.length > 1 ? lists : only.length === 1 ? only[0] : only;
	return { kind: 'ok', text: stringifyJson(value) };
}

function toFailure({ message, description, httpCode }: NodeFault): ToolResult {
	const status = httpCode === undefined ? '' : ` (${httpCode})`;
	return { kind: 'error', text: `The node failed${status}`, said: [message, description].filter(Boolean).join(' ') };
}
