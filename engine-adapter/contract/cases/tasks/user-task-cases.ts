import type { ContractCase } from '../../contract-case';
import { chain, endEvent, processModel, startEvent, type TaskOptions, userTask } from '../../model-builder';

const withUserTask = (id: string, options: TaskOptions & { native: boolean }): ContractCase['resources'] => [
	processModel(id, [startEvent(), userTask('decide', options), endEvent(), ...chain('start', 'decide', 'end')]),
];

export const userTaskCases: ContractCase[] = [
	{
		id: 'user-task-native',
		title: 'a native user task waits for a person, and merges what the person decided',
		resources: withUserTask('user-task-native', { native: true }),
		script: [
			{ start: { processId: 'user-task-native', variables: { message: 'help' } } },
			{ completeUserTask: { elementId: 'decide', variables: { decision: 'call back' } } },
		],
	},
	{
		id: 'user-task-mapping',
		title: 'a native user task maps its inputs and outputs like a service task',
		resources: withUserTask('user-task-mapping', {
			native: true,
			inputs: [{ source: '=message', target: 'question' }],
			outputs: [{ source: '=question + ": " + decision', target: 'note' }],
		}),
		script: [
			{ start: { processId: 'user-task-mapping', variables: { message: 'help' } } },
			{ completeUserTask: { variables: { decision: 'call back' } } },
		],
	},
	{
		id: 'user-task-native-cancelled',
		title: 'a native user task ends with its cancelled instance and cannot be completed any more',
		resources: withUserTask('user-task-native-cancelled', { native: true }),
		script: [{ start: { processId: 'user-task-native-cancelled' } }, { cancelInstance: true }],
	},
	{
		id: 'user-task-job',
		title: 'a user task that is not native is a job of the type for user tasks, with its headers',
		resources: withUserTask('user-task-job', { native: false, headers: { queue: 'first level' } }),
		script: [
			{ start: { processId: 'user-task-job', variables: { message: 'help' } } },
			{ answerJob: { elementId: 'decide', outcome: { kind: 'complete', variables: { decision: 'none' } } } },
		],
	},
];
