import type { Action, ContractCase } from '../../contract-case';
import { type ModelPart, chain, endEvent, processModel, serviceTask, startEvent, subProcess } from '../../model-builder';

export const start = (processId: string, variables: Record<string, unknown> = {}): Action => ({ start: { processId, variables } });
export const complete = (elementId: string, variables: Record<string, unknown> = {}): Action => ({
	answerJob: { elementId, outcome: { kind: 'complete', variables } },
});
export const runJobs: Action = { runJobs: true };
export const modify = (activate: string[], terminate: string[] = []): Action => ({
	modify: { activate: activate.map((elementId) => ({ elementId })), terminate },
});
export const one = (id: string, title: string, parts: ModelPart[], ...script: Action[]): ContractCase => ({
	id,
	title,
	resources: [processModel(id, parts)],
	script: script[0] && 'start' in script[0] ? script : [start(id), ...script],
});

export const inTurn = (order: string[], ...parts: ModelPart[]): ModelPart[] => [
	startEvent(),
	endEvent(),
	...parts,
	...chain('start', ...order, 'end'),
];
export const scope = (id: string, order: string[], ...parts: ModelPart[]): ModelPart =>
	subProcess(id, [startEvent(`${id}-in`), endEvent(`${id}-out`), ...parts, ...chain(`${id}-in`, ...order, `${id}-out`)]);
export const [a, b, c] = ['a', 'b', 'c'].map((id) => serviceTask(id)) as [ModelPart, ModelPart, ModelPart];
export const abc = inTurn(['a', 'b', 'c'], a, b, c);
export const twoItems = { inputCollection: '=[1, 2]', inputElement: 'item' };
