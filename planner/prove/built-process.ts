import type { Choice } from '../tree/plan-tree';
import { parseExpression } from '../../bpmn/feel/parser';
import type { FlowNode, ProcessModel, SequenceFlow } from '../../bpmn/reading/process-model';
import { readModels } from '../../engine-adapter/instance/read-models';
import { referencesOf } from './candidate-values';
import { isObject, writeAt } from './unknown';

/** The process that was built of a plan, by the ids of its elements. */
export interface BuiltProcess {
	nodes: Map<string, FlowNode>;
	flows: SequenceFlow[];
}

export async function readBuilt(files: Array<{ name: string; content: string }>): Promise<BuiltProcess> {
	const models = await readModels(files);
	const processes: ProcessModel[] = models.flatMap(({ processes: all }) => all);
	return {
		nodes: new Map(processes.flatMap(({ nodes }) => nodes).map((node) => [node.id, node])),
		flows: processes.flatMap(({ flows }) => flows),
	};
}

/** The flow of a choice's way: the default one, or that of the branch. Undefined where the process asks each branch by itself, and the branch is empty. */
export function findFlow({ nodes, flows }: BuiltProcess, { id, branches, otherwise }: Choice, index?: number): string | undefined {
	const gateway = nodes.get(id);
	const leading = (from: string): string[] =>
		flows.filter(({ sourceId, id: flow }) => sourceId === from && flow !== nodes.get(from)?.defaultFlow).map((flow) => flow.id);
	if (gateway?.type === 'parallelGateway') {
		const own = index === undefined ? (otherwise.id ?? `${id}-otherwise`) : (branches[index]?.id ?? `${id}-${index + 1}`);
		return leading(own)[0];
	}
	if (index === undefined) return gateway?.defaultFlow;
	const conditional = leading(id);
	return conditional.length === branches.length ? conditional[index] : undefined;
}

/** The event at the border of a step. */
export const findBoundary = ({ nodes }: BuiltProcess, step: string, kind: 'timer' | 'error'): FlowNode | undefined =>
	[...nodes.values()].find(({ attachedTo, event }) => attachedTo === step && event?.kind === kind);

/** Values that a person enters: lists are written line by line where the process splits them. */
export function toEntered(node: FlowNode, values: Record<string, unknown>): Record<string, unknown> {
	const isSplit = (name: string): boolean => node.outputs.some(({ target, source }) => target === name && source.includes('split('));
	const entries = Object.entries(values).map(([name, value]) => [
		name,
		Array.isArray(value) && isSplit(name) ? value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n') : value,
	]);
	return Object.fromEntries(entries) as Record<string, unknown>;
}

/** Variables of a job with which the outputs of its element set these values. */
export function toJobVariables(node: FlowNode, values: Record<string, unknown>): Record<string, unknown> {
	const variables: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(values)) {
		const mapping = node.outputs.find(({ target }) => target === name);
		const path = mapping ? pathOf(mapping.source) : [name];
		if (path) writeAt(variables, path, value);
	}
	// The result of an n8n node or a call is one variable where the element says so.
	const { resultVariable } = node.headers;
	if (resultVariable !== undefined && isObject(variables[resultVariable])) return { ...variables, ...variables[resultVariable] };
	return variables;
}

/** The variable that an output takes: the first one of its expression. */
function pathOf(source: string): string[] | undefined {
	if (!source.startsWith('=')) return undefined;
	return referencesOf(parseExpression(source.slice(1).trim(), '8.6'))[0];
}
