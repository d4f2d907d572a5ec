import type { Variables } from '../../engine';
import type { Action, ContractCase } from '../contract-case';
import { catchOf, signal, startOn, throwOf } from '../event-parts';
import { chain, endEvent, parallelGateway, processModel, serviceTask, startEvent, type TaskOptions } from '../model-builder';

/** Signals reach every process: each case has names of its own. */
const start = (processId: string, variables: Variables = { a: 1, kept: 'outer' }): Action => ({ start: { processId, variables } });
const broadcast = (name: string, variables?: Variables): Action => ({ broadcastSignal: { name, variables } });

const waiting = (id: string, options?: TaskOptions): ContractCase['resources'] => [
	processModel(id, [startEvent(), catchOf('wait', signal(id), options), endEvent(), ...chain('start', 'wait', 'end')]),
];

export const signalCases: ContractCase[] = [
	{
		id: 'signal-catch',
		title: 'a signal goes on where it is waited for, and brings its variables',
		resources: waiting('signal-catch'),
		script: [start('signal-catch'), broadcast('signal-catch', { kept: 'new', added: 1 })],
	},
	{
		id: 'signal-not-buffered',
		title: 'a signal is lost when nothing waits for it',
		resources: waiting('signal-not-buffered'),
		script: [broadcast('signal-not-buffered'), start('signal-not-buffered')],
	},
	{
		id: 'signal-start',
		title: 'a signal starts a process, each time',
		resources: [
			processModel('signal-start', [
				startOn('begun', signal('signal-start')),
				serviceTask('work'),
				endEvent(),
				...chain('begun', 'work', 'end'),
			]),
		],
		script: [broadcast('signal-start', { first: 1 }), broadcast('signal-start', { second: 2 }), { runJobs: true }],
	},
	{
		id: 'signal-throw',
		title: 'a thrown signal reaches what waits for it in the same instance',
		resources: [
			processModel('signal-throw', [
				startEvent(),
				parallelGateway('fork'),
				catchOf('wait', signal('signal-throw')),
				endEvent('caught'),
				serviceTask('work'),
				throwOf('throw', signal('signal-throw'), { inputs: [{ source: '=a + 1', target: 'sent' }] }),
				endEvent(),
				...chain('start', 'fork', 'wait', 'caught'),
				...chain('fork', 'work', 'throw', 'end'),
			]),
		],
		script: [start('signal-throw'), { runJobs: true }],
	},
];
