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
import type { Action, ContractCase } from '../../contract-case';
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
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	subProcess,
} from '../../model-builder';

type Resources = ContractCase['resources'];

const start = (processId: string): Action => ({ start: { processId, variables: { key: 'k' } } });
const complete = (variables: Record<string, unknown> = {}): Action => ({ answerJob: { outcome: { kind: 'complete', variables } } });
const publish = (name: string): Action => ({ publishMessage: { name, correlationKey: 'k', variables: { told: true } } });
const runJobs: Action = { runJobs: true };

const around = (id: string, part: ModelPart, ...more: ModelPart[]): Resources => [
	processModel(id, [startEvent(), part, endEvent(), ...chain('start', part.id, 'end'), ...more]),
];
const ending = (id: string, part: ModelPart, ...more: ModelPart[]): Resources => [
	processModel(id, [startEvent(), part, ...chain('start', part.id), ...more]),
];
/** Each listener tells what it is. */
const told: Action[] = [complete({ first: 1 }), runJobs];
/** Whether the element may have listeners at its start and its end at all. */
const both = (id: string, title: string, resources: Resources, ...script: Action[]): ContractCase => ({
	id,
	title: `listeners of ${title}`,
	resources,
	script: script.length > 0 ? [start(id), ...script] : [start(id), ...told],
});
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
const refused = (id: string, title: string, part: ModelPart, ...listeners: Listener[]): ContractCase => ({
	id,
	title,
	resources: around(id, listening(part, ...listeners)),
	script: [],
});

export const listenerElementCases: ContractCase[] = [
	both('listener-start-event', 'a start event at its end', [
		processModel('listener-start-event', [listening(startEvent(), onEnd()), endEvent(), ...chain('start', 'end')]),
	]),
	both('listener-start-event-start', 'a start event at its start', [
		processModel('listener-start-event-start', [listening(startEvent(), onStart()), endEvent(), ...chain('start', 'end')]),
	]),
	{
		id: 'listener-message-start',
		title: 'a listener at the end of a message start event comes after what the message brought',
		resources: [
			processModel('listener-message-start', [
				listening(startOn('start', message('listener-message-start')), onEnd()),
				endEvent(),
				...chain('start', 'end'),
			]),
		],
		script: [publish('listener-message-start'), complete({ told: 'changed', first: 1 })],
	},
	both('listener-end-event', 'an end event at its start', ending('listener-end-event', listening(endEvent(), onStart()))),
	both('listener-end-event-end', 'an end event at its end', ending('listener-end-event-end', listening(endEvent(), onEnd()))),
	both('listener-end-event-both', 'an end event', ending('listener-end-event-both', listening(endEvent()))),
	both(
		'listener-terminate',
		'a terminate end event at its start',
		[
			processModel('listener-terminate', [
				startEvent(),
				parallelGateway('fork'),
				serviceTask('work'),
				listening(endWith('end', terminate), onStart()),
				...chain('start', 'fork', 'work'),
				...chain('fork', 'end'),
			]),
		],
		{ answerJob: { elementId: 'end', outcome: { kind: 'complete', variables: { first: 1 } } } },
		runJobs,
	),
	both(
		'listener-terminate-end',
		'a terminate end event at its end',
		ending('listener-terminate-end', listening(endWith('end', terminate), onEnd())),
	),
	both('listener-error-end-event', 'an error end event at its start', [
		processModel('listener-error-end-event', [
			startEvent(),
			subProcess('inner', [startEvent('begin'), listening(errorEnd('fail', 'E'), onStart()), ...chain('begin', 'fail')]),
			endEvent(),
			...chain('start', 'inner', 'end'),
			errorBoundary('refused', 'inner'),
			endEvent('after-refused'),
			...chain('refused', 'after-refused'),
		]),
	]),
	both(
		'listener-error-end-event-end',
		'an error end event at its end',
		ending('listener-error-end-event-end', listening(errorEnd('end', 'E'), onEnd())),
	),
	both(
		'listener-message-end',
		'a message end event',
		ending('listener-message-end', listening(jobLike(endWith('end', message('listener-message-end'))))),
	),
	both(
		'listener-signal-end',
		'a signal end event at its start',
		ending('listener-signal-end', listening(endWith('end', signal('listener-signal-end')), onStart())),
	),
	both(
		'listener-escalation-end',
		'an escalation end event at its start',
		ending('listener-escalation-end', listening(endWith('end', escalation('E')), onStart())),
	),
	both('listener-throw', 'an intermediate event that throws nothing', around('listener-throw', listening(throwOf('throw')))),
	both(
		'listener-message-throw',
		'an intermediate event that throws a message',
		around('listener-message-throw', listening(jobLike(throwOf('throw', message('listener-message-throw'))))),
	),
	both(
		'listener-signal-throw',
		'an intermediate event that throws a signal',
		around('listener-signal-throw', listening(throwOf('throw', signal('listener-signal-throw')))),
	),
	both(
		'listener-escalation-throw',
		'an intermediate event that escalates',
		around('listener-escalation-throw', listening(throwOf('throw', escalation('E')))),
	),
	both('listener-link', 'both ends of a link', [
		processModel('listener-link', [
			startEvent(),
			listening(throwOf('throw', link('listener-link'))),
			listening(catchOf('catch', link('listener-link'))),
			endEvent(),
			...chain('start', 'throw'),
			...chain('catch', 'end'),
		]),
	]),
	both(
		'listener-message-catch',
		'an event that waits for a message',
		around('listener-message-catch', listening(catchOf('catch', message('listener-message-catch', '=wanted')))),
		complete({ wanted: 'k' }),
		publish('listener-message-catch'),
		complete({ told: 'changed' }),
	),
	both(
		'listener-timer-catch',
		'an event that waits for a time',
		around('listener-timer-catch', listening(catchOf('catch', timer('Duration', '=delay')))),
		complete({ delay: 'PT0.2S' }),
		{ wait: 1_000 },
		runJobs,
	),
	both(
		'listener-receive-task',
		'a receive task',
		around('listener-receive-task', listening(receiveTask('receive', message('listener-receive-task', '=key')))),
		complete({ prepared: 1 }),
		publish('listener-receive-task'),
		complete({ cleaned: 1 }),
	),
	both('listener-script', 'a script task', around('listener-script', listening(scriptTask('script', '=first + 1', 'result')))),
	both('listener-manual', 'a manual task', around('listener-manual', listening({ tag: 'manualTask', id: 'manual' }))),
	both('listener-undefined', 'an undefined task', around('listener-undefined', listening({ tag: 'task', id: 'task' }))),
	both('listener-send', 'a send task', around('listener-send', listening(jobLike({ tag: 'sendTask', id: 'send' })))),
	both(
		'listener-business-rule',
		'a business rule task',
		around('listener-business-rule', listening(jobLike({ tag: 'businessRuleTask', id: 'decide' }))),
	),
	both('listener-exclusive', 'an exclusive gateway at its start', [
		processModel('listener-exclusive', choosing(listening(exclusiveGateway('choose'), onStart()))),
	]),
	both('listener-exclusive-end', 'an exclusive gateway at its end', [
		processModel('listener-exclusive-end', choosing(listening(exclusiveGateway('choose'), onEnd()))),
	]),
	both('listener-inclusive', 'an inclusive gateway at its start', [
		processModel('listener-inclusive', choosing(listening(inclusiveGateway('choose'), onStart()))),
	]),
	both('listener-inclusive-end', 'an inclusive gateway at its end', [
		processModel('listener-inclusive-end', choosing(listening(inclusiveGateway('choose'), onEnd()))),
	]),
	both('listener-parallel', 'parallel gateways at their start', [
		processModel('listener-parallel', [
			startEvent(),
			listening(parallelGateway('fork'), onStart()),
			listening(parallelGateway('join'), onStart()),
			endEvent(),
			...chain('start', 'fork', 'join', 'end'),
			flow('second', 'fork', 'join'),
		]),
	]),
	both(
		'listener-parallel-end',
		'a parallel gateway at its end',
		around('listener-parallel-end', listening(parallelGateway('fork'), onEnd())),
	),
	both(
		'listener-event-based',
		'an event-based gateway at its start, and of the events behind it',
		[processModel('listener-event-based', waiting('listener-event-based', onStart()))],
		complete({ first: 1 }),
		publish('listener-event-based'),
		complete({ second: 2 }),
		runJobs,
	),
	both('listener-event-based-end', 'an event-based gateway at its end', [
		processModel('listener-event-based-end', waiting('listener-event-based-end', onEnd())),
	]),
	both(
		'listener-boundary',
		'a boundary event at its end',
		around(
			'listener-boundary',
			serviceTask('work'),
			listening(boundary('stop', 'work', message('listener-boundary', '=key')), onEnd()),
			...chain('stop', 'end'),
		),
		publish('listener-boundary'),
		complete({ first: 1 }),
		runJobs,
	),
	both(
		'listener-boundary-error',
		'an error boundary event at its end',
		around(
			'listener-boundary-error',
			serviceTask('work'),
			listening(errorBoundary('refused', 'work'), onEnd()),
			...chain('refused', 'end'),
		),
		{ answerJob: { outcome: { kind: 'bpmn-error', errorCode: 'E', message: '', variables: { reason: 1 } } } },
		complete({ first: 1 }),
	),
	both(
		'listener-boundary-beside',
		'a boundary event that does not interrupt',
		around(
			'listener-boundary-beside',
			serviceTask('work'),
			listening(boundaryBeside('stop', 'work', message('listener-boundary-beside', '=key')), onEnd()),
			...chain('stop', 'end'),
		),
		publish('listener-boundary-beside'),
		publish('listener-boundary-beside'),
		complete({ first: 1 }),
		runJobs,
	),
	both(
		'listener-boundary-start',
		'a boundary event at its start',
		around(
			'listener-boundary-start',
			serviceTask('work'),
			listening(boundary('stop', 'work', message('listener-boundary-start', '=key')), onStart()),
			...chain('stop', 'end'),
		),
		publish('listener-boundary-start'),
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
		'a task, whose retries are no number',
		around('listener-bad-retries', listening(serviceTask('work'), onStart('contract-start', 'many'))),
	),
	both(
		'listener-empty-retries',
		'a task, whose retries are empty',
		around('listener-empty-retries', listening(serviceTask('work'), onStart('contract-start', ''))),
	),
	both(
		'listener-bad-expression',
		'a task, whose type is no FEEL',
		around('listener-bad-expression', listening(serviceTask('work'), onStart('=a +'))),
	),
	both(
		'listener-signal-end-end',
		'a signal end event at its end',
		ending('listener-signal-end-end', listening(endWith('end', signal('listener-signal-end-end')), onEnd())),
	),
	both(
		'listener-escalation-end-end',
		'an escalation end event at its end',
		ending('listener-escalation-end-end', listening(endWith('end', escalation('E')), onEnd())),
	),
	{
		id: 'listener-two-definitions',
		title: 'an element with two lists of listeners',
		resources: around('listener-two-definitions', listening(listening(serviceTask('work'), onStart()), onEnd())),
		script: [],
	},
	{
		id: 'listener-data-object',
		title: 'a listener of a data object',
		resources: around('listener-data-object', serviceTask('work'), listening({ tag: 'dataObject', id: 'data' }, onStart())),
		script: [],
	},
	{
		id: 'listener-flow',
		title: 'a listener of a sequence flow',
		resources: [processModel('listener-flow', [startEvent(), endEvent(), listening(flow('start-end', 'start', 'end'), onStart())])],
		script: [],
	},
];
