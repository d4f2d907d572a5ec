import { boundary, boundaryBeside, catchOf, endWith, eventBasedGateway, message, receiveTask, terminate, timer } from '../../event-parts';
import type { Action, ContractCase } from '../../contract-case';
import {
	chain,
	endEvent,
	errorEnd,
	errorBoundary,
	type ModelPart,
	parallelGateway,
	processModel,
	serviceTask,
	startEvent,
	subProcess,
	type TaskOptions,
} from '../../model-builder';

const start = (processId: string): Action => ({ start: { processId, variables: { key: 'k', kept: 'outer' } } });
const publish = (name: string, variables: Record<string, unknown> = {}, more: { timeToLiveMs?: number } = {}): Action => ({
	publishMessage: { name, correlationKey: 'k', variables, ...more },
});

const guarded = (id: string, event: ModelPart, host: ModelPart = serviceTask('work')): ContractCase['resources'] => [
	processModel(id, [
		startEvent(),
		host,
		endEvent(),
		...chain('start', host.id, 'end'),
		event,
		serviceTask('reaction'),
		endEvent('after'),
		...chain(event.id, 'reaction', 'after'),
	]),
];

const called = (id: string, options?: TaskOptions): ModelPart => boundary('called', 'work', message(id, '=key'), options);
const calledBeside = (id: string, options?: TaskOptions): ModelPart => boundaryBeside('called', 'work', message(id, '=key'), options);

const choosing = (id: string, delay = 'PT10M', ...more: ModelPart[]): ContractCase['resources'] => [
	processModel(id, [
		startEvent(),
		eventBasedGateway('choose'),
		catchOf('paid', message(id, '=key'), { outputs: [] }),
		catchOf('late', timer('Duration', delay)),
		endEvent('thanks'),
		endEvent('reminder'),
		...chain('start', 'choose', 'paid', 'thanks'),
		...chain('choose', 'late', 'reminder'),
		...more,
	]),
];

export const eventCases: ContractCase[] = [
	{
		id: 'message-boundary',
		title: 'a message at a task interrupts it and brings its variables',
		resources: guarded('message-boundary', called('message-boundary')),
		script: [start('message-boundary'), publish('message-boundary', { kept: 'new', added: 1 }), { runJobs: true }],
	},
	{
		id: 'message-boundary-beside',
		title: 'a message that does not interrupt goes on beside the task, each time',
		resources: guarded('message-boundary-beside', calledBeside('message-boundary-beside')),
		script: [
			start('message-boundary-beside'),
			publish('message-boundary-beside', { first: 1 }),
			publish('message-boundary-beside', { second: 2 }),
			{ runJobs: true },
		],
	},
	{
		id: 'message-boundary-after',
		title: 'a message at a task is not caught when the task is over',
		resources: guarded('message-boundary-after', calledBeside('message-boundary-after')),
		script: [
			start('message-boundary-after'),
			publish('message-boundary-after'),
			{ answerJob: { elementId: 'work', outcome: { kind: 'complete', variables: {} } } },
			publish('message-boundary-after'),
			{ runJobs: true },
		],
	},
	{
		id: 'message-boundary-mapping',
		title: 'output mappings of a message at a task say what of it goes on',
		resources: guarded(
			'message-boundary-mapping',
			called('message-boundary-mapping', { outputs: [{ source: '=added + 1', target: 'mapped' }] }),
		),
		script: [start('message-boundary-mapping'), publish('message-boundary-mapping', { added: 1 }), { runJobs: true }],
	},
	{
		id: 'message-boundary-beside-mapping',
		title: 'output mappings of a message beside a task say what of it goes on',
		resources: guarded(
			'message-boundary-beside-mapping',
			calledBeside('message-boundary-beside-mapping', { outputs: [{ source: '=added + 1', target: 'mapped' }] }),
		),
		script: [start('message-boundary-beside-mapping'), publish('message-boundary-beside-mapping', { added: 1 }), { runJobs: true }],
	},
	{
		id: 'message-boundary-beside-buffered',
		title: 'an event beside a task takes all messages that are buffered, one after the other',
		resources: guarded('message-boundary-beside-buffered', calledBeside('message-boundary-beside-buffered')),
		script: [
			...[1, 2, 3].map((count) => publish('message-boundary-beside-buffered', { count }, { timeToLiveMs: 60_000 })),
			start('message-boundary-beside-buffered'),
			{ runJobs: true },
		],
	},
	{
		id: 'message-boundary-beside-buffered-both',
		title: 'of two tasks with events beside them the first takes the buffered messages',
		resources: [
			processModel('message-boundary-beside-buffered-both', [
				startEvent(),
				parallelGateway('fork'),
				...['one', 'two'].flatMap((id) => [
					serviceTask(id),
					boundaryBeside(`called-${id}`, id, message('message-boundary-beside-buffered-both', '=key')),
					serviceTask(`reaction-${id}`),
					...chain('fork', id),
					...chain(`called-${id}`, `reaction-${id}`),
				]),
				...chain('start', 'fork'),
			]),
		],
		script: [
			...[1, 2, 3].map((count) => publish('message-boundary-beside-buffered-both', { count }, { timeToLiveMs: 60_000 })),
			start('message-boundary-beside-buffered-both'),
			publish('message-boundary-beside-buffered-both', { count: 4 }),
			{ runJobs: true },
		],
	},
	{
		id: 'message-boundary-buffered',
		title: 'a buffered message interrupts the task as soon as it begins',
		resources: guarded('message-boundary-buffered', called('message-boundary-buffered')),
		script: [
			publish('message-boundary-buffered', { early: true }, { timeToLiveMs: 60_000 }),
			start('message-boundary-buffered'),
			{ runJobs: true },
		],
	},
	{
		id: 'message-boundary-sub-process',
		title: 'a message at a sub-process interrupts it, a message in it does not',
		resources: guarded(
			'message-boundary-sub-process',
			boundary('called', 'sub', message('message-boundary-sub-process', '=key')),
			subProcess('sub', [
				startEvent('inner'),
				parallelGateway('fork'),
				serviceTask('work'),
				serviceTask('other'),
				...chain('inner', 'fork', 'work'),
				...chain('fork', 'other'),
			]),
		),
		script: [
			start('message-boundary-sub-process'),
			{ answerJob: { elementId: 'other', outcome: { kind: 'complete', variables: {} } } },
			publish('message-boundary-sub-process'),
			{ runJobs: true },
		],
	},
	{
		id: 'message-boundary-receive-task-same',
		title: 'a receive task and an event at it that wait for one message are refused',
		resources: guarded(
			'message-boundary-receive-task-same',
			boundary('called', 'receive', message('message-boundary-receive-task-same', '=key')),
			receiveTask('receive', message('message-boundary-receive-task-same', '=key')),
		),
		script: [],
	},
	{
		id: 'message-boundary-receive-task',
		title: 'a receive task waits for its message and for the one at it',
		resources: guarded(
			'message-boundary-receive-task',
			boundary('called', 'receive', message('message-boundary-receive-task-called', '=key')),
			receiveTask('receive', message('message-boundary-receive-task', '=key')),
		),
		script: [start('message-boundary-receive-task'), publish('message-boundary-receive-task', { received: true })],
	},
	{
		id: 'message-boundary-no-key',
		title: 'a message at a task without a key raises an incident at the task',
		resources: guarded('message-boundary-no-key', called('message-boundary-no-key')),
		script: [
			{ start: { processId: 'message-boundary-no-key' } },
			{ resolveIncident: { elementId: 'work', variables: { key: 'k' } } },
			publish('message-boundary-no-key'),
			{ runJobs: true },
		],
	},
	{
		id: 'message-boundary-twin',
		title: 'two events for one message at a task are refused',
		resources: [
			processModel('message-boundary-twin', [
				startEvent(),
				serviceTask('work'),
				called('message-boundary-twin'),
				boundaryBeside('again', 'work', message('message-boundary-twin', '=key')),
				endEvent(),
				...chain('start', 'work', 'end'),
				...chain('called', 'end'),
				...chain('again', 'end'),
			]),
		],
		script: [],
	},
	{
		id: 'message-and-error-boundary',
		title: 'an error interrupts a task at which a message is waited for',
		resources: [
			processModel('message-and-error-boundary', [
				startEvent(),
				serviceTask('work'),
				calledBeside('message-and-error-boundary'),
				errorBoundary('refused', 'work', 'REFUSED'),
				endEvent(),
				...chain('start', 'work', 'end'),
				...chain('called', 'end'),
				...chain('refused', 'end'),
			]),
		],
		script: [
			start('message-and-error-boundary'),
			publish('message-and-error-boundary', { called: true }),
			{ answerJob: { outcome: { kind: 'bpmn-error', errorCode: 'REFUSED', message: 'no' } } },
			publish('message-and-error-boundary', { called: 'again' }),
		],
	},
	{
		id: 'terminate-end',
		title: 'a terminate end event ends what else runs, and completes the process',
		resources: [
			processModel('terminate-end', [
				startEvent(),
				parallelGateway('fork'),
				serviceTask('a'),
				serviceTask('b'),
				endWith('stop', terminate),
				endEvent(),
				...chain('start', 'fork', 'a', 'stop'),
				...chain('fork', 'b', 'end'),
			]),
		],
		script: [
			start('terminate-end'),
			{ answerJob: { elementId: 'a', outcome: { kind: 'complete', variables: { done: true } } } },
			{ answerJob: { elementId: 'b', outcome: { kind: 'complete', variables: { tooLate: true } } } },
		],
	},
	{
		id: 'terminate-end-alone',
		title: 'a terminate end event as the last token completes the process',
		resources: [processModel('terminate-end-alone', [startEvent(), endWith('stop', terminate), ...chain('start', 'stop')])],
		script: [start('terminate-end-alone')],
	},
	{
		id: 'terminate-end-sub-process',
		title: 'a terminate end event ends its sub-process only, which goes on',
		resources: [
			processModel('terminate-end-sub-process', [
				startEvent(),
				parallelGateway('fork'),
				serviceTask('beside'),
				subProcess(
					'sub',
					[
						startEvent('inner'),
						parallelGateway('inner-fork'),
						serviceTask('a'),
						serviceTask('b'),
						parallelGateway('inner-join'),
						endWith('stop', terminate),
						...chain('inner', 'inner-fork', 'a', 'stop'),
						...chain('inner-fork', 'b', 'inner-join'),
						...chain('inner-fork', 'inner-join'),
					],
					{ outputs: [{ source: '=done', target: 'result' }] },
				),
				endEvent(),
				...chain('start', 'fork', 'sub', 'end'),
				...chain('fork', 'beside', 'end'),
			]),
		],
		script: [
			start('terminate-end-sub-process'),
			{ answerJob: { elementId: 'a', outcome: { kind: 'complete', variables: { done: true } } } },
			{ runJobs: true },
		],
	},
	{
		id: 'terminate-end-at-once',
		title: 'a terminate end event that is reached at once ends branches before and after it',
		resources: [
			processModel('terminate-end-at-once', [
				startEvent(),
				parallelGateway('fork'),
				serviceTask('a'),
				endWith('stop', terminate),
				serviceTask('b'),
				endEvent(),
				...chain('start', 'fork', 'a', 'end'),
				...chain('fork', 'stop'),
				...chain('fork', 'b', 'end'),
			]),
		],
		script: [start('terminate-end-at-once'), { runJobs: true }],
	},
	{
		id: 'event-gateway-message',
		title: 'behind an event-based gateway the message that came first goes on',
		resources: choosing('event-gateway-message'),
		script: [start('event-gateway-message'), publish('event-gateway-message', { amount: 7, kept: 'new' }), { wait: 1_500 }],
	},
	{
		id: 'event-gateway-timer',
		title: 'behind an event-based gateway the timer that came first goes on',
		resources: choosing('event-gateway-timer', 'PT0.5S'),
		script: [start('event-gateway-timer'), { wait: 1_500 }, publish('event-gateway-timer', { amount: 7 })],
	},
	{
		id: 'event-gateway-buffered',
		title: 'an event-based gateway takes a buffered message at once',
		resources: choosing('event-gateway-buffered'),
		script: [publish('event-gateway-buffered', { amount: 7 }, { timeToLiveMs: 60_000 }), start('event-gateway-buffered')],
	},
	{
		id: 'event-gateway-mapping',
		title: 'mappings of an event behind an event-based gateway',
		resources: [
			processModel('event-gateway-mapping', [
				startEvent(),
				eventBasedGateway('choose'),
				catchOf('paid', message('event-gateway-mapping', '=key'), {
					inputs: [{ source: '="in"', target: 'input' }],
					outputs: [
						{ source: '=amount', target: 'mapped' },
						{ source: '=input', target: 'inputSeen' },
					],
				}),
				catchOf('late', timer('Duration', 'PT10M')),
				endEvent(),
				...chain('start', 'choose', 'paid', 'end'),
				...chain('choose', 'late', 'end'),
			]),
		],
		script: [start('event-gateway-mapping'), publish('event-gateway-mapping', { amount: 7 })],
	},
	{
		id: 'event-gateway-no-key',
		title: 'an event-based gateway raises the incident of its events',
		resources: choosing('event-gateway-no-key'),
		script: [
			{ start: { processId: 'event-gateway-no-key' } },
			{ resolveIncident: { elementId: 'choose', variables: { key: 'k' } } },
			publish('event-gateway-no-key'),
		],
	},
	{
		id: 'event-gateway-cancel',
		title: 'an instance that waits at an event-based gateway is cancelled',
		resources: choosing('event-gateway-cancel', 'PT2S'),
		script: [start('event-gateway-cancel'), { cancelInstance: true }, publish('event-gateway-cancel'), { wait: 3_000 }],
	},
	{
		id: 'event-gateway-one-flow',
		title: 'an event-based gateway with one flow is refused',
		resources: [
			processModel('event-gateway-one-flow', [
				startEvent(),
				eventBasedGateway('choose'),
				catchOf('late', timer('Duration', 'PT1S')),
				...chain('start', 'choose', 'late'),
			]),
		],
		script: [],
	},
	{
		id: 'event-gateway-task',
		title: 'an event-based gateway before a task is refused',
		resources: [
			processModel('event-gateway-task', [
				startEvent(),
				eventBasedGateway('choose'),
				catchOf('late', timer('Duration', 'PT1S')),
				serviceTask('work'),
				...chain('start', 'choose', 'late'),
				...chain('choose', 'work'),
			]),
		],
		script: [],
	},
	{
		id: 'event-gateway-receive-task',
		title: 'an event-based gateway before a receive task is refused',
		resources: choosing(
			'event-gateway-receive-task',
			undefined,
			receiveTask('receive', message('event-gateway-receive-task-other', '=key')),
			...chain('choose', 'receive'),
		),
		script: [],
	},
	{
		id: 'event-gateway-other-way',
		title: 'an event that is reached from an event-based gateway and from elsewhere is refused',
		resources: choosing('event-gateway-other-way', undefined, serviceTask('work'), ...chain('start', 'work', 'late')),
		script: [],
	},
	{
		id: 'event-gateway-twin',
		title: 'an event-based gateway before two events of one message is refused',
		resources: choosing(
			'event-gateway-twin',
			undefined,
			catchOf('again', message('event-gateway-twin', '=key')),
			...chain('choose', 'again'),
		),
		script: [],
	},
	{
		id: 'error-through-interrupted',
		title: 'an error end event in a sub-process with a message at it takes the error boundary',
		resources: [
			processModel('error-through-interrupted', [
				startEvent(),
				subProcess('sub', [startEvent('inner'), serviceTask('work'), errorEnd('thrown', 'E'), ...chain('inner', 'work', 'thrown')]),
				boundaryBeside('called', 'sub', message('error-through-interrupted', '=key')),
				errorBoundary('caught', 'sub', 'E'),
				endEvent(),
				...chain('start', 'sub', 'end'),
				...chain('called', 'end'),
				...chain('caught', 'end'),
			]),
		],
		script: [start('error-through-interrupted'), publish('error-through-interrupted'), { runJobs: true }],
	},
];
