import type { ContractCase } from '../../contract-case';
import { boundary, callActivity, error, eventSubProcess, message, signal, startBeside, startOn, terminate, timer } from '../../event-parts';
import { chain, endEvent, errorBoundary, flow, type ModelPart, serviceTask, startEvent, subProcess } from '../../model-builder';
import { deployProcess } from '../define-case';
import { around } from '../shapes';
import { oneTask } from './event-sub-process-parts';

const reaction = (happening: ModelPart, id = 'reaction', ...more: ModelPart[]): ModelPart =>
	eventSubProcess(id, [happening, endEvent(`${id}-end`), ...chain(happening.id, `${id}-end`), ...more]);
const scope = (...more: ModelPart[]): ModelPart =>
	subProcess('inner', [startEvent('begin'), serviceTask('inside'), endEvent('finish'), ...chain('begin', 'inside', 'finish'), ...more]);
const ringing = (id: string): ModelPart => startOn(id, timer('Duration', 'PT10M'));

export const eventSubProcessRefusals: ContractCase[] = [
	deployProcess('event-sub-process-none-start', 'an event sub-process with a none start event', oneTask(reaction(startEvent('happened')))),
	deployProcess(
		'event-sub-process-no-start',
		'an event sub-process without a start event',
		oneTask(eventSubProcess('reaction', [endEvent('reaction-end')])),
	),
	deployProcess(
		'event-sub-process-two-starts',
		'an event sub-process with two start events',
		oneTask(reaction(ringing('happened'), 'reaction', ringing('other'), ...chain('other', 'reaction-end'))),
	),
	deployProcess(
		'event-sub-process-terminate-start',
		'an event sub-process that a terminate event begins',
		oneTask(reaction(startOn('happened', terminate))),
	),
	deployProcess('event-sub-process-only', 'a process of nothing but an event sub-process', [reaction(ringing('happened'))]),
	deployProcess('event-sub-process-no-key', 'an event sub-process whose message has no correlation key', (id) =>
		oneTask(reaction(startOn('happened', message(id)))),
	),
	deployProcess('event-sub-process-same-message', 'two event sub-processes of one message in a scope', (id) =>
		oneTask(reaction(startOn('happened', message(id, '=key'))), reaction(startBeside('other', message(id, '=key')), 'second')),
	),
	deployProcess('event-sub-process-message-start-too', 'an event sub-process of the message that starts its process', (id) => [
		startOn('start', message(id, '=key')),
		endEvent(),
		...chain('start', 'end'),
		reaction(startOn('happened', message(id, '=key'))),
	]),
	deployProcess('event-sub-process-boundary-message', 'an event sub-process of the message of a boundary event at its scope', (id) =>
		around(
			scope(reaction(startOn('happened', message(id, '=key')))),
			boundary('stop', 'inner', message(id, '=key')),
			flow('out', 'stop', 'end'),
		),
	),
	deployProcess(
		'event-sub-process-same-error',
		'two event sub-processes of one error in a scope',
		oneTask(reaction(startOn('happened', error('E'))), reaction(startOn('other', error('E')), 'second')),
	),
	deployProcess(
		'event-sub-process-same-error-all',
		'two event sub-processes for all errors in a scope',
		oneTask(reaction(startOn('happened', error())), reaction(startOn('other', error()), 'second')),
	),
	deployProcess(
		'event-sub-process-boundary-error',
		'an event sub-process of the error of a boundary event at its scope',
		around(scope(reaction(startOn('happened', error('E')))), errorBoundary('refused', 'inner', 'E'), flow('out', 'refused', 'end')),
	),
	deployProcess(
		'event-sub-process-error-beside',
		'an error event sub-process that does not interrupt',
		oneTask(reaction(startBeside('happened', error('E')))),
	),
	deployProcess(
		'event-sub-process-error-expression',
		'an error event sub-process whose code is an expression',
		oneTask(reaction(startOn('happened', error('=code')))),
	),
	deployProcess(
		'event-sub-process-same-timer',
		'two event sub-processes of timers in a scope',
		oneTask(reaction(ringing('happened')), reaction(ringing('other'), 'second')),
	),
	deployProcess(
		'event-sub-process-cycle',
		'an event sub-process that interrupts by a cycle',
		oneTask(reaction(startOn('happened', timer('Cycle', 'R3/PT1S')))),
	),
	deployProcess(
		'event-sub-process-no-time',
		'an event sub-process whose timer has no time',
		oneTask(reaction(startOn('happened', timer('Duration', '')))),
	),
	deployProcess(
		'event-sub-process-bad-time',
		'an event sub-process whose timer is not a duration',
		oneTask(reaction(startOn('happened', timer('Duration', 'soon')))),
	),
	deployProcess('start-on-error', 'a process that an error is to start is deployed, and never starts', [
		startOn('start', error('E')),
		endEvent(),
		...chain('start', 'end'),
	]),
	deployProcess('sub-process-message-start', 'a sub-process that a message starts', (id) =>
		around(subProcess('inner', [startOn('begin', message(id, '=key')), endEvent('finish'), ...chain('begin', 'finish')])),
	),
	deployProcess(
		'event-sub-process-call-only',
		'a call in an event sub-process in a sub-process',
		around(scope(eventSubProcess('reaction', [ringing('happened'), callActivity('call', 'other'), ...chain('happened', 'call')]))),
	),
	deployProcess(
		'event-sub-process-start-mapping',
		'an input mapping of the start event of an event sub-process',
		oneTask(reaction(startOn('happened', timer('Duration', 'PT10M'), { inputs: [{ source: '=1', target: 'one' }] }))),
	),
	deployProcess(
		'event-sub-process-job-mapping',
		'mappings of an event sub-process',
		oneTask(
			eventSubProcess('reaction', [ringing('happened'), endEvent('reaction-end'), ...chain('happened', 'reaction-end')], {
				inputs: [{ source: '=1', target: 'one' }],
				outputs: [{ source: '=1', target: 'one' }],
			}),
		),
	),
	deployProcess('event-sub-process-same-signal', 'two event sub-processes of one signal in a scope', (id) =>
		oneTask(reaction(startOn('happened', signal(id))), reaction(startBeside('other', signal(id)), 'second')),
	),
	deployProcess('event-sub-process-signal-start-too', 'an event sub-process of the signal that starts its process', (id) => [
		startOn('start', signal(id)),
		endEvent(),
		...chain('start', 'end'),
		reaction(startOn('happened', signal(id))),
	]),
	deployProcess('event-sub-process-same-message-name', 'two event sub-processes of messages of one name in a scope', (id) =>
		oneTask(
			reaction(startOn('happened', message(id, '=key'))),
			reaction(
				startBeside('other', {
					content: (id) => `<bpmn:messageEventDefinition id="${id}-definition" messageRef="message-twin"/>`,
					definitions: message(id, '=key').definitions!.replace(/ id="[^"]+"/, ' id="message-twin"'),
				}),
				'second',
			),
		),
	),
];
