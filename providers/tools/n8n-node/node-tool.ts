import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import { asObject, putAt } from '../../../core/base/put-at';
import type { ToolEffect } from '../../../core/ports/tools/tool-effect';
import type { Tool, ToolResult } from '../../../core/ports/tools/tools';
import type { NodeFault, NodeItem, NodeTask } from './node-task';

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

export type RunNode = (
	task: Omit<NodeTask, 'tenant' | 'workflow'>,
	signal: AbortSignal,
) => Promise<{ kind: 'returned'; outputs: NodeItem[][] } | { kind: 'failed'; fault: NodeFault }>;

/** The arguments become the node's parameters and its one item. */
export function createNodeTool(definition: NodeToolDefinition, parameters: Tool['parameters'], run: RunNode): Tool {
	const { name, description, nodeType, typeVersion, fixed = {}, fill, credentials, effect = 'irreversible' } = definition;
	return {
		name,
		description,
		parameters,
		source: 'definition',
		effect,
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

/** Maps arguments to parameters. Dotted names fill a place within a parameter and keep its fixed rest; omitted arguments fill nothing. */
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
