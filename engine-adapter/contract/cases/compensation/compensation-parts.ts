import type { Action, ContractCase } from '../../contract-case';
import { compensate, throwOf, undone } from '../../event-parts';
import { type ModelPart, chain, endEvent, processModel, serviceTask, startEvent, subProcess } from '../../model-builder';

export const start = (processId: string, variables: Record<string, unknown> = {}): Action => ({ start: { processId, variables } });
export const complete = (elementId: string, variables: Record<string, unknown> = {}): Action => ({
	answerJob: { elementId, outcome: { kind: 'complete', variables } },
});
export const fail = (elementId: string): Action => ({ answerJob: { elementId, outcome: { kind: 'fail', message: '', retries: 0 } } });
export const throwError = (elementId: string): Action => ({
	answerJob: { elementId, outcome: { kind: 'bpmn-error', errorCode: 'E', message: '' } },
});
export const runJobs: Action = { runJobs: true };

/** The case's process starts first; what the script does comes behind. */
export const one = (id: string, title: string, parts: ModelPart[], ...script: Action[]): ContractCase => ({
	id,
	title,
	resources: [processModel(id, parts)],
	script: script[0] && ('start' in script[0] || 'startAndAwait' in script[0]) ? script : [start(id), ...script],
});

/** The tasks with a handler each. */
export const tasks = (...ids: string[]): ModelPart[] => ids.flatMap((id) => undone(serviceTask(id), serviceTask(`undo-${id}`)));

/** One element behind the other, from a start to an end, with what else there is. */
export const inTurn = (order: string[], ...parts: ModelPart[]): ModelPart[] => [
	startEvent(),
	endEvent(),
	...parts,
	...chain('start', ...order, 'end'),
];
/** A sub-process of the same kind, with ids of its own. */
export const scope = (id: string, order: string[], ...parts: ModelPart[]): ModelPart =>
	subProcess(id, [startEvent(`${id}-in`), endEvent(`${id}-out`), ...parts, ...chain(`${id}-in`, ...order, `${id}-out`)]);

export const throwing = throwOf('throw', compensate());
export const after = serviceTask('after');
export const threeItems = { inputCollection: '=[1, 2, 3]', inputElement: 'item' };
