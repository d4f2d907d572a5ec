import type { ContractCase } from '../../contract-case';
import {
	boundary,
	boundaryBeside,
	catchOf,
	eventBasedGateway,
	eventSubProcess,
	message,
	receiveTask,
	signal,
	startBeside,
	startOn,
	throwOf,
	timer,
} from '../../event-parts';
import { chain, endEvent, type ModelPart, parallelGateway, processModel, serviceTask, startEvent, subProcess } from '../../model-builder';
import { broadcast, type CaseAction, publish, runJobs, startOther, startWithKey } from '../case-actions';
import { defineCase, playProcess } from '../define-case';

const due = timer('Duration', 'PT-1S');

/** An event and a task after it, which tells when it happened. */
const telling = (event: ModelPart): ModelPart[] => [event, serviceTask(`after-${event.id}`), ...chain(event.id, `after-${event.id}`)];

/** A task that no worker takes, before or after the timers. */
const atTask = (...events: ModelPart[]): ModelPart[] => [
	startEvent(),
	receiveTask('work', message('together-never', '=key')),
	...chain('start', 'work'),
	...events.flatMap(telling),
];

const atGateway = (...events: ModelPart[]): ModelPart[] => [
	startEvent(),
	eventBasedGateway('choose'),
	...chain('start', 'choose'),
	...events.flatMap((event) => [...telling(event), ...chain('choose', event.id)]),
];

const within = (...events: ModelPart[]): ModelPart[] => events.map((event) => eventSubProcess(`handle-${event.id}`, telling(event)));

const three = ['one', 'two', 'three'];
const messageOf = (id: string, name: string) => message(`${id}-${name}`, '=key');

/** Messages that wait for the instance, in an order that decides nothing. */
const buffered = (id: string, ...names: string[]): CaseAction[] =>
	names.map((name) => publish(`${id}-${name}`, { [name]: true }, { timeToLiveMs: 60_000 }));

/** Cases of events that can happen at the same moment: which happens first decides what the others still find. */
export const togetherCases: ContractCase[] = [
	playProcess(
		'together-timers-beside',
		'of timers at a task that are due together the last begins first',
		() => atTask(...three.map((name) => boundaryBeside(name, 'work', due))),
		startWithKey(),
		runJobs,
	),
	playProcess(
		'together-timers-interrupting-first',
		'of two timers at a task that are due the last happens before the first interrupts',
		() => atTask(boundary('one', 'work', due), boundaryBeside('two', 'work', due)),
		startWithKey(),
		runJobs,
	),
	playProcess(
		'together-timers-interrupting-last',
		'of two timers at a task that are due the last interrupts before the first happens',
		() => atTask(boundaryBeside('one', 'work', due), boundary('two', 'work', due)),
		startWithKey(),
		runJobs,
	),
	playProcess(
		'together-timers-gateway',
		'an event-based gateway goes on with the last of its timers that are due',
		() => atGateway(...three.map((name) => catchOf(name, due))),
		startWithKey(),
		runJobs,
	),
	playProcess(
		'together-timers-scope',
		'timers in a sub-process happen before those at it',
		() => [
			startEvent(),
			subProcess('sub', [
				startEvent('in'),
				serviceTask('work'),
				...chain('in', 'work'),
				...within(startBeside('one', due), startBeside('two', due)),
			]),
			...chain('start', 'sub'),
			...['three', 'four'].flatMap((name) => telling(boundaryBeside(name, 'sub', due))),
		],
		startWithKey(),
		runJobs,
	),
	defineCase('together-timers-start', 'of timers that start a process and are due the last begins first', () => ({
		parts: three.flatMap((name) => telling(startOn(name, timer('Date', '2020-01-01T00:00:00Z')))),
		script: [{ wait: 1 }, runJobs],
	})),
	defineCase('together-timer-and-signal', 'what follows from a timer happens before the next that is due', (id) => ({
		parts: [
			startEvent(),
			parallelGateway('fork'),
			eventBasedGateway('choose'),
			...[catchOf('called', signal(id)), catchOf('late', due)].flatMap((event) => [...telling(event), ...chain('choose', event.id)]),
			catchOf('first', due),
			throwOf('call', signal(id)),
			...chain('start', 'fork', 'choose'),
			...chain('fork', 'first', 'call'),
		],
		script: [startWithKey(), runJobs],
	})),
	defineCase('together-messages-beside', 'of events at a task whose messages wait the last begins first', (id) => ({
		parts: atTask(...three.map((name) => boundaryBeside(name, 'work', messageOf(id, name)))),
		script: [...buffered(id, 'two', 'one', 'three'), startWithKey(), runJobs],
	})),
	defineCase('together-messages-interrupting', 'of events at a task whose messages wait the last interrupts it', (id) => ({
		parts: atTask(...three.map((name) => boundary(name, 'work', messageOf(id, name)))),
		script: [...buffered(id, 'two', 'one', 'three'), startWithKey(), runJobs],
	})),
	defineCase('together-messages-gateway', 'an event-based gateway goes on with the last of its messages that wait', (id) => ({
		parts: atGateway(...three.map((name) => catchOf(name, messageOf(id, name)))),
		script: [...buffered(id, 'two', 'one', 'three'), startWithKey(), runJobs],
	})),
	defineCase('together-messages-receive-task', 'a receive task has its message before the events at it have theirs', (id) => ({
		parts: [
			startEvent(),
			...telling(receiveTask('own', messageOf(id, 'own'))),
			...chain('start', 'own'),
			...['one', 'two'].flatMap((name) => telling(boundaryBeside(name, 'own', messageOf(id, name)))),
		],
		script: [...buffered(id, 'two', 'one', 'own'), startWithKey(), runJobs],
	})),
	defineCase('together-message-starts', 'a message begins what it starts before it reaches what waits for it', (id) => ({
		resources: [
			processModel(id, [...telling(startOn('begun', message(id))), endEvent(), ...chain('after-begun', 'end')]),
			processModel(`${id}-waiting`, [startEvent(), ...telling(catchOf('reached', message(id, '="k"'))), ...chain('start', 'reached')]),
		],
		script: [startOther(`${id}-waiting`), publish(id, { brought: true }), runJobs],
	})),
	defineCase('together-signal-starts', 'a signal begins what it starts as early as it reaches what waits for it', (id) => ({
		resources: [
			processModel(id, telling(startOn('begun', signal(id)))),
			processModel(`${id}-waiting`, [startEvent(), ...telling(catchOf('reached', signal(id))), ...chain('start', 'reached')]),
		],
		script: [startOther(`${id}-waiting`), broadcast(id, { brought: true }), runJobs],
	})),
];
