import type { ContractCase } from '../../contract-case';
import { boundary, boundaryBeside, catchOf, endWith, eventBasedGateway, message, receiveTask, terminate, timer } from '../../event-parts';
import {
	chain,
	endEvent,
	errorBoundary,
	errorEnd,
	type ModelPart,
	parallelGateway,
	serviceTask,
	startEvent,
	subProcess,
	type TaskOptions,
} from '../../model-builder';
import { complete, publish, runJobs, startWithKey, throwError } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { guarded } from '../shapes';

const called = (id: string, options?: TaskOptions): ModelPart => boundary('called', 'work', message(id, '=key'), options);
const calledBeside = (id: string, options?: TaskOptions): ModelPart => boundaryBeside('called', 'work', message(id, '=key'), options);

const choosing = (id: string, delay = 'PT10M', ...more: ModelPart[]): ModelPart[] => [
	startEvent(),
	eventBasedGateway('choose'),
	catchOf('paid', message(id, '=key'), { outputs: [] }),
	catchOf('late', timer('Duration', delay)),
	endEvent('thanks'),
	endEvent('reminder'),
	...chain('start', 'choose', 'paid', 'thanks'),
	...chain('choose', 'late', 'reminder'),
	...more,
];

export const eventCases: ContractCase[] = [
	defineCase('message-boundary', 'a message at a task interrupts it and brings its variables', (id) => ({
		parts: guarded(called(id)),
		script: [startWithKey(), publish(id, { kept: 'new', added: 1 }), runJobs],
	})),
	defineCase('message-boundary-beside', 'a message that does not interrupt goes on beside the task, each time', (id) => ({
		parts: guarded(calledBeside(id)),
		script: [startWithKey(), publish(id, { first: 1 }), publish(id, { second: 2 }), runJobs],
	})),
	defineCase('message-boundary-after', 'a message at a task is not caught when the task is over', (id) => ({
		parts: guarded(calledBeside(id)),
		script: [startWithKey(), publish(id, {}), complete('work'), publish(id, {}), runJobs],
	})),
	defineCase('message-boundary-mapping', 'output mappings of a message at a task say what of it goes on', (id) => ({
		parts: guarded(called(id, { outputs: [{ source: '=added + 1', target: 'mapped' }] })),
		script: [startWithKey(), publish(id, { added: 1 }), runJobs],
	})),
	defineCase('message-boundary-beside-mapping', 'output mappings of a message beside a task say what of it goes on', (id) => ({
		parts: guarded(calledBeside(id, { outputs: [{ source: '=added + 1', target: 'mapped' }] })),
		script: [startWithKey(), publish(id, { added: 1 }), runJobs],
	})),
	defineCase(
		'message-boundary-beside-buffered',
		'an event beside a task takes all messages that are buffered, one after the other',
		(id) => ({
			parts: guarded(calledBeside(id)),
			script: [...[1, 2, 3].map((count) => publish(id, { count }, { timeToLiveMs: 60_000 })), startWithKey(), runJobs],
		}),
	),
	defineCase(
		'message-boundary-beside-buffered-both',
		'of two tasks with events beside them the first takes the buffered messages',
		(id) => ({
			parts: [
				startEvent(),
				parallelGateway('fork'),
				...['one', 'two'].flatMap((element) => [
					serviceTask(element),
					boundaryBeside(`called-${element}`, element, message(id, '=key')),
					serviceTask(`reaction-${element}`),
					...chain('fork', element),
					...chain(`called-${element}`, `reaction-${element}`),
				]),
				...chain('start', 'fork'),
			],
			script: [
				...[1, 2, 3].map((count) => publish(id, { count }, { timeToLiveMs: 60_000 })),
				startWithKey(),
				publish(id, { count: 4 }),
				runJobs,
			],
		}),
	),
	defineCase('message-boundary-buffered', 'a buffered message interrupts the task as soon as it begins', (id) => ({
		parts: guarded(called(id)),
		script: [publish(id, { early: true }, { timeToLiveMs: 60_000 }), startWithKey(), runJobs],
	})),
	defineCase('message-boundary-sub-process', 'a message at a sub-process interrupts it, a message in it does not', (id) => ({
		parts: guarded(
			boundary('called', 'sub', message(id, '=key')),
			subProcess('sub', [
				startEvent('inner'),
				parallelGateway('fork'),
				serviceTask('work'),
				serviceTask('other'),
				...chain('inner', 'fork', 'work'),
				...chain('fork', 'other'),
			]),
		),
		script: [startWithKey(), complete('other'), publish(id, {}), runJobs],
	})),
	defineCase('message-boundary-receive-task-same', 'a receive task and an event at it that wait for one message are refused', (id) => ({
		parts: guarded(boundary('called', 'receive', message(id, '=key')), receiveTask('receive', message(id, '=key'))),
		script: [],
	})),
	defineCase('message-boundary-receive-task', 'a receive task waits for its message and for the one at it', (id) => ({
		parts: guarded(boundary('called', 'receive', message(`${id}-called`, '=key')), receiveTask('receive', message(id, '=key'))),
		script: [startWithKey(), publish(id, { received: true })],
	})),
	defineCase('message-boundary-no-key', 'a message at a task without a key raises an incident at the task', (id) => ({
		parts: guarded(called(id)),
		script: [{ start: {} }, { resolveIncident: { elementId: 'work', variables: { key: 'k' } } }, publish(id, {}), runJobs],
	})),
	defineCase('message-boundary-twin', 'two events for one message at a task are refused', (id) => ({
		parts: [
			startEvent(),
			serviceTask('work'),
			called(id),
			boundaryBeside('again', 'work', message(id, '=key')),
			endEvent(),
			...chain('start', 'work', 'end'),
			...chain('called', 'end'),
			...chain('again', 'end'),
		],
		script: [],
	})),
	defineCase('message-and-error-boundary', 'an error interrupts a task at which a message is waited for', (id) => ({
		parts: [
			startEvent(),
			serviceTask('work'),
			calledBeside(id),
			errorBoundary('refused', 'work', 'REFUSED'),
			endEvent(),
			...chain('start', 'work', 'end'),
			...chain('called', 'end'),
			...chain('refused', 'end'),
		],
		script: [startWithKey(), publish(id, { called: true }), throwError('REFUSED', { message: 'no' }), publish(id, { called: 'again' })],
	})),
	playProcess(
		'terminate-end',
		'a terminate end event ends what else runs, and completes the process',
		[
			startEvent(),
			parallelGateway('fork'),
			serviceTask('a'),
			serviceTask('b'),
			endWith('stop', terminate),
			endEvent(),
			...chain('start', 'fork', 'a', 'stop'),
			...chain('fork', 'b', 'end'),
		],
		startWithKey(),
		complete('a', { done: true }),
		complete('b', { tooLate: true }),
	),
	playProcess(
		'terminate-end-alone',
		'a terminate end event as the last token completes the process',
		[startEvent(), endWith('stop', terminate), ...chain('start', 'stop')],
		startWithKey(),
	),
	playProcess(
		'terminate-end-sub-process',
		'a terminate end event ends its sub-process only, which goes on',
		[
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
		],
		startWithKey(),
		complete('a', { done: true }),
		runJobs,
	),
	playProcess(
		'terminate-end-at-once',
		'a terminate end event that is reached at once ends branches before and after it',
		[
			startEvent(),
			parallelGateway('fork'),
			serviceTask('a'),
			endWith('stop', terminate),
			serviceTask('b'),
			endEvent(),
			...chain('start', 'fork', 'a', 'end'),
			...chain('fork', 'stop'),
			...chain('fork', 'b', 'end'),
		],
		startWithKey(),
		runJobs,
	),
	defineCase('event-gateway-message', 'behind an event-based gateway the message that came first goes on', (id) => ({
		parts: choosing(id),
		script: [startWithKey(), publish(id, { amount: 7, kept: 'new' }), { wait: 1_500 }],
	})),
	defineCase('event-gateway-timer', 'behind an event-based gateway the timer that came first goes on', (id) => ({
		parts: choosing(id, 'PT0.5S'),
		script: [startWithKey(), { wait: 1_500 }, publish(id, { amount: 7 })],
	})),
	defineCase('event-gateway-buffered', 'an event-based gateway takes a buffered message at once', (id) => ({
		parts: choosing(id),
		script: [publish(id, { amount: 7 }, { timeToLiveMs: 60_000 }), startWithKey()],
	})),
	defineCase('event-gateway-mapping', 'mappings of an event behind an event-based gateway', (id) => ({
		parts: [
			startEvent(),
			eventBasedGateway('choose'),
			catchOf('paid', message(id, '=key'), {
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
		],
		script: [startWithKey(), publish(id, { amount: 7 })],
	})),
	defineCase('event-gateway-no-key', 'an event-based gateway raises the incident of its events', (id) => ({
		parts: choosing(id),
		script: [{ start: {} }, { resolveIncident: { elementId: 'choose', variables: { key: 'k' } } }, publish(id, {})],
	})),
	defineCase('event-gateway-cancel', 'an instance that waits at an event-based gateway is cancelled', (id) => ({
		parts: choosing(id, 'PT2S'),
		script: [startWithKey(), { cancelInstance: true }, publish(id, {}), { wait: 3_000 }],
	})),
	defineCase('event-gateway-one-flow', 'an event-based gateway with one flow is refused', () => ({
		parts: [startEvent(), eventBasedGateway('choose'), catchOf('late', timer('Duration', 'PT1S')), ...chain('start', 'choose', 'late')],
		script: [],
	})),
	defineCase('event-gateway-task', 'an event-based gateway before a task is refused', () => ({
		parts: [
			startEvent(),
			eventBasedGateway('choose'),
			catchOf('late', timer('Duration', 'PT1S')),
			serviceTask('work'),
			...chain('start', 'choose', 'late'),
			...chain('choose', 'work'),
		],
		script: [],
	})),
	defineCase('event-gateway-receive-task', 'an event-based gateway before a receive task is refused', (id) => ({
		parts: choosing(id, undefined, receiveTask('receive', message(`${id}-other`, '=key')), ...chain('choose', 'receive')),
		script: [],
	})),
	defineCase('event-gateway-other-way', 'an event that is reached from an event-based gateway and from elsewhere is refused', (id) => ({
		parts: choosing(id, undefined, serviceTask('work'), ...chain('start', 'work', 'late')),
		script: [],
	})),
	defineCase('event-gateway-twin', 'an event-based gateway before two events of one message is refused', (id) => ({
		parts: choosing(id, undefined, catchOf('again', message(id, '=key')), ...chain('choose', 'again')),
		script: [],
	})),
	defineCase('error-through-interrupted', 'an error end event in a sub-process with a message at it takes the error boundary', (id) => ({
		parts: [
			startEvent(),
			subProcess('sub', [startEvent('inner'), serviceTask('work'), errorEnd('thrown', 'E'), ...chain('inner', 'work', 'thrown')]),
			boundaryBeside('called', 'sub', message(id, '=key')),
			errorBoundary('caught', 'sub', 'E'),
			endEvent(),
			...chain('start', 'sub', 'end'),
			...chain('called', 'end'),
			...chain('caught', 'end'),
		],
		script: [startWithKey(), publish(id, {}), runJobs],
	})),
];
