import type { Choice } from '../tree/plan-tree';
import type { FlowNode, ProcessModel, SequenceFlow } from '../../bpmn/reading/process-model';
import { readModels } from '../../engine-adapter/instance/read-models';

const maxGateways = 5;

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

export function findPerson(built: BuiltProcess, agent: string): FlowNode | undefined {
	let node = findBoundary(built, agent, 'error');
	for (let steps = 0; node && node.type !== 'userTask' && steps < maxGateways; steps++) {
		const [flow] = built.flows.filter(({ sourceId }) => sourceId === node!.id);
		node = flow && built.nodes.get(flow.targetId);
	}
	return node?.type === 'userTask' ? node : undefined;
}
