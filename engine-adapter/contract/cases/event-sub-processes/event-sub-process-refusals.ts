import { boundary, callActivity, error, eventSubProcess, message, signal, startBeside, startOn, terminate, timer } from '../../event-parts';
import type { ContractCase } from '../../contract-case';
import {
	chain,
	endEvent,
	errorBoundary,
	flow,
	type ModelPart,
	processModel,
	serviceTask,
	startEvent,
	subProcess,
} from '../../model-builder';

const reaction = (happening: ModelPart, id = 'reaction', ...more: ModelPart[]): ModelPart =>
	eventSubProcess(id, [happening, endEvent(`${id}-end`), ...chain(happening.id, `${id}-end`), ...more]);
const task = (...more: ModelPart[]): ModelPart[] => [
	startEvent(),
	serviceTask('work'),
	endEvent(),
	...chain('start', 'work', 'end'),
	...more,
];
const scope = (...more: ModelPart[]): ModelPart =>
	subProcess('inner', [startEvent('begin'), serviceTask('inside'), endEvent('finish'), ...chain('begin', 'inside', 'finish'), ...more]);
const around = (activity: ModelPart, ...more: ModelPart[]): ModelPart[] => [
	startEvent(),
	activity,
	endEvent(),
	...chain('start', activity.id, 'end'),
	...more,
];
const ringing = (id: string): ModelPart => startOn(id, timer('Duration', 'PT10M'));

/** Only deployed: by what the real engine refuses and accepts. */
const deployed = (id: string, title: string, parts: ModelPart[]): ContractCase => ({
	id,
	title,
	resources: [processModel(id, parts)],
	script: [],
});

export const eventSubProcessRefusals: ContractCase[] = [
	deployed('event-sub-process-none-start', 'an event sub-process with a none start event', task(reaction(startEvent('happened')))),
	deployed(
		'event-sub-process-no-start',
		'an event sub-process without a start event',
		task(eventSubProcess('reaction', [endEvent('reaction-end')])),
	),
	deployed(
		'event-sub-process-two-starts',
		'an event sub-process with two start events',
		task(reaction(ringing('happened'), 'reaction', ringing('other'), ...chain('other', 'reaction-end'))),
	),
	deployed(
		'event-sub-process-terminate-start',
		'an event sub-process that a terminate event begins',
		task(reaction(startOn('happened', terminate))),
	),
	deployed('event-sub-process-only', 'a process of nothing but an event sub-process', [reaction(ringing('happened'))]),
	deployed(
		'event-sub-process-no-key',
		'an event sub-process whose message has no correlation key',
		task(reaction(startOn('happened', message('event-sub-process-no-key')))),
	),
	deployed(
		'event-sub-process-same-message',
		'two event sub-processes of one message in a scope',
		task(
			reaction(startOn('happened', message('event-sub-process-same-message', '=key'))),
			reaction(startBeside('other', message('event-sub-process-same-message', '=key')), 'second'),
		),
	),
	deployed('event-sub-process-message-start-too', 'an event sub-process of the message that starts its process', [
		startOn('start', message('event-sub-process-message-start-too', '=key')),
		endEvent(),
		...chain('start', 'end'),
		reaction(startOn('happened', message('event-sub-process-message-start-too', '=key'))),
	]),
	deployed(
		'event-sub-process-boundary-message',
		'an event sub-process of the message of a boundary event at its scope',
		around(
			scope(reaction(startOn('happened', message('event-sub-process-boundary-message', '=key')))),
			boundary('stop', 'inner', message('event-sub-process-boundary-message', '=key')),
			flow('out', 'stop', 'end'),
		),
	),
	deployed(
		'event-sub-process-same-error',
		'two event sub-processes of one error in a scope',
		task(reaction(startOn('happened', error('E'))), reaction(startOn('other', error('E')), 'second')),
	),
	deployed(
		'event-sub-process-same-error-all',
		'two event sub-processes for all errors in a scope',
		task(reaction(startOn('happened', error())), reaction(startOn('other', error()), 'second')),
	),
	deployed(
		'event-sub-process-boundary-error',
		'an event sub-process of the error of a boundary event at its scope',
		around(scope(reaction(startOn('happened', error('E')))), errorBoundary('refused', 'inner', 'E'), flow('out', 'refused', 'end')),
	),
	deployed(
		'event-sub-process-error-beside',
		'an error event sub-process that does not interrupt',
		task(reaction(startBeside('happened', error('E')))),
	),
	deployed(
		'event-sub-process-error-expression',
		'an error event sub-process whose code is an expression',
		task(reaction(startOn('happened', error('=code')))),
	),
	deployed(
		'event-sub-process-same-timer',
		'two event sub-processes of timers in a scope',
		task(reaction(ringing('happened')), reaction(ringing('other'), 'second')),
	),
	deployed(
		'event-sub-process-cycle',
		'an event sub-process that interrupts by a cycle',
		task(reaction(startOn('happened', timer('Cycle', 'R3/PT1S')))),
	),
	deployed(
		'event-sub-process-no-time',
		'an event sub-process whose timer has no time',
		task(reaction(startOn('happened', timer('Duration', '')))),
	),
	deployed(
		'event-sub-process-bad-time',
		'an event sub-process whose timer is no duration',
		task(reaction(startOn('happened', timer('Duration', 'soon')))),
	),
	deployed('start-on-error', 'a process that an error is to start is deployed, and never starts', [
		startOn('start', error('E')),
		endEvent(),
		...chain('start', 'end'),
	]),
	deployed(
		'sub-process-message-start',
		'a sub-process that a message starts',
		around(
			subProcess('inner', [
				startOn('begin', message('sub-process-message-start', '=key')),
				endEvent('finish'),
				...chain('begin', 'finish'),
			]),
		),
	),
	deployed(
		'event-sub-process-call-only',
		'a call in an event sub-process in a sub-process',
		around(scope(eventSubProcess('reaction', [ringing('happened'), callActivity('call', 'other'), ...chain('happened', 'call')]))),
	),
	deployed(
		'event-sub-process-start-mapping',
		'an input mapping of the start event of an event sub-process',
		task(reaction(startOn('happened', timer('Duration', 'PT10M'), { inputs: [{ source: '=1', target: 'one' }] }))),
	),
	deployed(
		'event-sub-process-job-mapping',
		'mappings of an event sub-process',
		task(
			eventSubProcess('reaction', [ringing('happened'), endEvent('reaction-end'), ...chain('happened', 'reaction-end')], {
				inputs: [{ source: '=1', target: 'one' }],
				outputs: [{ source: '=1', target: 'one' }],
			}),
		),
	),
	deployed(
		'event-sub-process-same-signal',
		'two event sub-processes of one signal in a scope',
		task(
			reaction(startOn('happened', signal('event-sub-process-same-signal'))),
			reaction(startBeside('other', signal('event-sub-process-same-signal')), 'second'),
		),
	),
	deployed('event-sub-process-signal-start-too', 'an event sub-process of the signal that starts its process', [
		startOn('start', signal('event-sub-process-signal-start-too')),
		endEvent(),
		...chain('start', 'end'),
		reaction(startOn('happened', signal('event-sub-process-signal-start-too'))),
	]),
	deployed(
		'event-sub-process-same-message-name',
		'two event sub-processes of messages of one name in a scope',
		task(
			reaction(startOn('happened', message('event-sub-process-same-message-name', '=key'))),
			reaction(
				startBeside('other', {
					content: (id) => `<bpmn:messageEventDefinition id="${id}-definition" messageRef="message-twin"/>`,
					definitions: message('event-sub-process-same-message-name', '=key').definitions!.replace(/ id="[^"]+"/, ' id="message-twin"'),
				}),
				'second',
			),
		),
	),
];
