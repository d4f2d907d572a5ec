/** A process of 500 elements in which tokens move when jobs are completed: branches of tasks one after the other. */
import { chain, endEvent, parallelGateway, processModel, serviceTask, startEvent } from '../../contract/model-builder';

const branches = 25;
const tasksOfBranch = 20;
const branch = (number: number) => Array.from({ length: tasksOfBranch }, (_, task) => `task-${number}-${task}`);
const all = Array.from({ length: branches }, (_, number) => branch(number));

export const jobType = 'moving-work';
/** How often a token of a branch moves. */
export const moves = branches * tasksOfBranch;

/** 500 tasks, two gateways and two events. */
export const moving = processModel('moving', [
	startEvent(),
	parallelGateway('fork'),
	...all.flat().map((id) => serviceTask(id, { type: jobType })),
	parallelGateway('join'),
	endEvent(),
	...chain('start', 'fork'),
	...all.flatMap((tasks) => chain('fork', ...tasks, 'join')),
	...chain('join', 'end'),
]);
