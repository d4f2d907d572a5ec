import type { ContractCase } from '../../contract-case';
import type { ModelPart } from '../../model-builder';
import { chain, endEvent, startEvent, type TaskOptions, userTask } from '../../model-builder';
import { complete, start } from '../case-actions';
import { playProcess } from '../define-case';

const withUserTask = (options: TaskOptions & { native: boolean }): ModelPart[] => [
	startEvent(),
	userTask('decide', options),
	endEvent(),
	...chain('start', 'decide', 'end'),
];

export const userTaskCases: ContractCase[] = [
	playProcess(
		'user-task-native',
		'a native user task waits for a person, and merges what the person decided',
		withUserTask({ native: true }),
		start({ message: 'help' }),
		{ completeUserTask: { elementId: 'decide', variables: { decision: 'call back' } } },
	),
	playProcess(
		'user-task-mapping',
		'a native user task maps its inputs and outputs like a service task',
		withUserTask({
			native: true,
			inputs: [{ source: '=message', target: 'question' }],
			outputs: [{ source: '=question + ": " + decision', target: 'note' }],
		}),
		start({ message: 'help' }),
		{ completeUserTask: { variables: { decision: 'call back' } } },
	),
	playProcess(
		'user-task-native-cancelled',
		'a native user task ends with its cancelled instance and cannot be completed any more',
		withUserTask({ native: true }),
		{ start: {} },
		{ cancelInstance: true },
	),
	playProcess(
		'user-task-job',
		'a user task that is not native is a job of the type for user tasks, with its headers',
		withUserTask({ native: false, headers: { queue: 'first level' } }),
		start({ message: 'help' }),
		complete('decide', { decision: 'none' }),
	),
];
