import type { ContractCase } from '../../contract-case';
import {
	boundary,
	boundaryBeside,
	catchOf,
	endWith,
	escalation,
	eventBasedGateway,
	link,
	message,
	receiveTask,
	signal,
	startOn,
	terminate,
	throwOf,
	timer,
} from '../../event-parts';
import { type Listener, listening, onEnd, onStart } from '../../listener-parts';
import {
	chain,
	endEvent,
	errorBoundary,
	errorEnd,
	exclusiveGateway,
	flow,
	inclusiveGateway,
	type ModelPart,
	parallelGateway,
	scriptTask,
	serviceTask,
	startEvent,
	subProcess,
} from '../../model-builder';
import { type CaseAction, complete, completeNext, publish, runJobs, start, throwError } from '../case-actions';
import { defineCase, deployProcess, playProcess, type ProcessParts } from '../define-case';
import { around, ending } from '../shapes';

/** Each listener tells what it is. */
const told: CaseAction[] = [completeNext({ first: 1 }), runJobs];
/** Publishes the message that is named after the case. */
const publishOwn = (id: string): CaseAction => publish(id, { told: true });
/** Tries the element with a listener at its start and its end. */
const both = (id: string, title: string, parts: ProcessParts, ...script: Array<CaseAction | ((id: string) => CaseAction)>): ContractCase =>
	playProcess(
		id,
		`listeners of ${title}`,
		parts,
		start({ key: 'k' }),
		...(script.length > 0 ? script : told).map((action) => (typeof action === 'function' ? action(id) : action)),
	);
const jobLike = (part: ModelPart): ModelPart => ({ ...part, extensions: serviceTask(part.id).extensions });
const choosing = (gateway: ModelPart): ModelPart[] => [
	startEvent(),
	gateway,
	endEvent('one'),
	endEvent('other'),
	flow('start-choose', 'start', 'choose'),
	flow('choose-one', 'choose', 'one', '=first = 1'),
	flow('choose-other', 'choose', 'other', '=first != 1'),
];
const waiting = (id: string, ...listeners: Listener[]): ModelPart[] => [
	startEvent(),
	listening(eventBasedGateway('choose'), ...listeners),
	listening(catchOf('paid', message(id, '=key'))),
	listening(catchOf('late', timer('Duration', 'PT10M'))),
	endEvent(),
	...chain('start', 'choose', 'paid', 'end'),
	...chain('choose', 'late', 'end'),
];
const refused = (id: string, title: string, part: ModelPart, ...listeners: Listener[]): ContractCase =>
	deployProcess(id, title, around(listening(part, ...listeners)));

export const listenerElementCases: ContractCase[] = [
	both('listener-start-event', 'a start event at its end', [listening(startEvent(), onEnd()), endEvent(), ...chain('start', 'end')]),
	both('listener-start-event-start', 'a start event at its start', [
		listening(startEvent(), onStart()),
		endEvent(),
		...chain('start', 'end'),
	]),
	defineCase('listener-message-start', 'a listener at the end of a message start event comes after what the message brought', (id) => ({
		parts: [listening(startOn('start', message(id)), onEnd()), endEvent(), ...chain('start', 'end')],
		script: [publishOwn(id), completeNext({ told: 'changed', first: 1 })],
	})),
	both('listener-end-event', 'an end event at its start', ending(listening(endEvent(), onStart()))),
	both('listener-end-event-end', 'an end event at its end', ending(listening(endEvent(), onEnd()))),
	both('listener-end-event-both', 'an end event', ending(listening(endEvent()))),
	both(
		'listener-terminate',
		'a terminate end event at its start',
		[
			startEvent(),
			parallelGateway('fork'),
			serviceTask('work'),
			listening(endWith('end', terminate), onStart()),
			...chain('start', 'fork', 'work'),
			...chain('fork', 'end'),
		],
		complete('end', { first: 1 }),
		runJobs,
	),
	both('listener-terminate-end', 'a terminate end event at its end', ending(listening(endWith('end', terminate), onEnd()))),
	both('listener-error-end-event', 'an error end event at its start', [
		startEvent(),
		subProcess('inner', [startEvent('begin'), listening(errorEnd('fail', 'E'), onStart()), ...chain('begin', 'fail')]),
		endEvent(),
		...chain('start', 'inner', 'end'),
		errorBoundary('refused', 'inner'),
		endEvent('after-refused'),
		...chain('refused', 'after-refused'),
	]),
	both('listener-error-end-event-end', 'an error end event at its end', ending(listening(errorEnd('end', 'E'), onEnd()))),
	both('listener-message-end', 'a message end event', (id) => ending(listening(jobLike(endWith('end', message(id)))))),
	both('listener-signal-end', 'a signal end event at its start', (id) => ending(listening(endWith('end', signal(id)), onStart()))),
	both('listener-escalation-end', 'an escalation end event at its start', ending(listening(endWith('end', escalation('E')), onStart()))),
	both('listener-throw', 'an intermediate event that throws nothing', around(listening(throwOf('throw')))),
	both('listener-message-throw', 'an intermediate event that throws a message', (id) =>
		around(listening(jobLike(throwOf('throw', message(id))))),
	),
	both('listener-signal-throw', 'an intermediate event that throws a signal', (id) => around(listening(throwOf('throw', signal(id))))),
	both('listener-escalation-throw', 'an intermediate event that escalates', around(listening(throwOf('throw', escalation('E'))))),
	both('listener-link', 'both ends of a link', (id) => [
		startEvent(),
		listening(throwOf('throw', link(id))),
		listening(catchOf('catch', link(id))),
		endEvent(),
		...chain('start', 'throw'),
		...chain('catch', 'end'),
	]),
	both(
		'listener-message-catch',
		'an event that waits for a message',
		(id) => around(listening(catchOf('catch', message(id, '=wanted')))),
		completeNext({ wanted: 'k' }),
		publishOwn,
		completeNext({ told: 'changed' }),
	),
	both(
		'listener-timer-catch',
		'an event that waits for a time',
		around(listening(catchOf('catch', timer('Duration', '=delay')))),
		completeNext({ delay: 'PT0.2S' }),
		{ wait: 1_000 },
		runJobs,
	),
	both(
		'listener-receive-task',
		'a receive task',
		(id) => around(listening(receiveTask('receive', message(id, '=key')))),
		completeNext({ prepared: 1 }),
		publishOwn,
		completeNext({ cleaned: 1 }),
	),
	both('listener-script', 'a script task', around(listening(scriptTask('script', '=first + 1', 'result')))),
	both('listener-manual', 'a manual task', around(listening({ tag: 'manualTask', id: 'manual' }))),
	both('listener-undefined', 'an undefined task', around(listening({ tag: 'task', id: 'task' }))),
	both('listener-send', 'a send task', around(listening(jobLike({ tag: 'sendTask', id: 'send' })))),
	both('listener-business-rule', 'a business rule task', around(listening(jobLike({ tag: 'businessRuleTask', id: 'decide' })))),
	both('listener-exclusive', 'an exclusive gateway at its start', choosing(listening(exclusiveGateway('choose'), onStart()))),
	both('listener-exclusive-end', 'an exclusive gateway at its end', choosing(listening(exclusiveGateway('choose'), onEnd()))),
	both('listener-inclusive', 'an inclusive gateway at its start', choosing(listening(inclusiveGateway('choose'), onStart()))),
	both('listener-inclusive-end', 'an inclusive gateway at its end', choosing(listening(inclusiveGateway('choose'), onEnd()))),
	both('listener-parallel', 'parallel gateways at their start', [
		startEvent(),
		listening(parallelGateway('fork'), onStart()),
		listening(parallelGateway('join'), onStart()),
		endEvent(),
		...chain('start', 'fork', 'join', 'end'),
		flow('second', 'fork', 'join'),
	]),
	both('listener-parallel-end', 'a parallel gateway at its end', around(listening(parallelGateway('fork'), onEnd()))),
	both(
		'listener-event-based',
		'an event-based gateway at its start, and of the events after it',
		(id) => waiting(id, onStart()),
		completeNext({ first: 1 }),
		publishOwn,
		completeNext({ second: 2 }),
		runJobs,
	),
	both('listener-event-based-end', 'an event-based gateway at its end', (id) => waiting(id, onEnd())),
	both(
		'listener-boundary',
		'a boundary event at its end',
		(id) => around(serviceTask('work'), listening(boundary('stop', 'work', message(id, '=key')), onEnd()), ...chain('stop', 'end')),
		publishOwn,
		completeNext({ first: 1 }),
		runJobs,
	),
	both(
		'listener-boundary-error',
		'an error boundary event at its end',
		around(serviceTask('work'), listening(errorBoundary('refused', 'work'), onEnd()), ...chain('refused', 'end')),
		throwError('E', { variables: { reason: 1 } }),
		completeNext({ first: 1 }),
	),
	both(
		'listener-boundary-beside',
		'a boundary event that does not interrupt',
		(id) => around(serviceTask('work'), listening(boundaryBeside('stop', 'work', message(id, '=key')), onEnd()), ...chain('stop', 'end')),
		publishOwn,
		publishOwn,
		completeNext({ first: 1 }),
		runJobs,
	),
	both(
		'listener-boundary-start',
		'a boundary event at its start',
		(id) => around(serviceTask('work'), listening(boundary('stop', 'work', message(id, '=key')), onStart()), ...chain('stop', 'end')),
		publishOwn,
		runJobs,
	),
	refused('listener-twice', 'two listeners of one type at one event', serviceTask('work'), onStart(), onStart()),
	refused(
		'listener-twice-otherwise',
		'two listeners of one type at different events',
		serviceTask('work'),
		onStart('contract-a'),
		onEnd('contract-a'),
	),
	refused('listener-no-type', 'a listener without a type', serviceTask('work'), { event: 'start' }),
	refused('listener-empty-type', 'a listener with an empty type', serviceTask('work'), { event: 'start', type: '' }),
	refused('listener-no-event', 'a listener without an event', serviceTask('work'), { type: 'contract-start' }),
	refused('listener-other-event', 'a listener of an event that does not exist', serviceTask('work'), {
		event: 'create',
		type: 'contract-start',
	}),
	both(
		'listener-bad-retries',
		'a task, whose retries are not a number',
		around(listening(serviceTask('work'), onStart('contract-start', 'many'))),
	),
	both('listener-empty-retries', 'a task, whose retries are empty', around(listening(serviceTask('work'), onStart('contract-start', '')))),
	both('listener-bad-expression', 'a task, whose type is not FEEL', around(listening(serviceTask('work'), onStart('=a +')))),
	both('listener-signal-end-end', 'a signal end event at its end', (id) => ending(listening(endWith('end', signal(id)), onEnd()))),
	both('listener-escalation-end-end', 'an escalation end event at its end', ending(listening(endWith('end', escalation('E')), onEnd()))),
	defineCase('listener-two-definitions', 'an element with two lists of listeners', () => ({
		parts: around(listening(listening(serviceTask('work'), onStart()), onEnd())),
		script: [],
	})),
	defineCase('listener-data-object', 'a listener of a data object', () => ({
		parts: around(serviceTask('work'), listening({ tag: 'dataObject', id: 'data' }, onStart())),
		script: [],
	})),
	defineCase('listener-flow', 'a listener of a sequence flow', () => ({
		parts: [startEvent(), endEvent(), listening(flow('start-end', 'start', 'end'), onStart())],
		script: [],
	})),
];
