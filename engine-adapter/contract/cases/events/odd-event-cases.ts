import type { ContractCase } from '../../contract-case';
import {
	boundary,
	catchOf,
	endWith,
	escalation,
	type EventPart,
	eventSubProcess,
	message,
	signal,
	startBeside,
	startOn,
	throwOf,
	timer,
} from '../../event-parts';
import { chain, endEvent, errorEnd, type ModelPart, scriptTask, serviceTask, startEvent } from '../../model-builder';
import { runJobs, start } from '../case-actions';
import { playProcess, type ProcessParts } from '../define-case';
import { around, ending } from '../shapes';

const definition = (tag: string, content = ''): EventPart => ({
	content: (id) => `<bpmn:${tag} id="${id}-definition">${content}</bpmn:${tag}>`,
});
const cancel = definition('cancelEventDefinition');
const conditional = definition('conditionalEventDefinition', '<bpmn:condition xsi:type="bpmn:tFormalExpression">=true</bpmn:condition>');
const terminate = definition('terminateEventDefinition');
const both = (one: EventPart, other: EventPart): EventPart => ({
	content: (id) => `${one.content(`${id}-one`)}${other.content(`${id}-other`)}`,
	definitions: `${one.definitions ?? ''}${other.definitions ?? ''}`,
});
const error: EventPart = {
	content: (id) => `<bpmn:errorEventDefinition id="${id}-definition" errorRef="error-LATE"/>`,
	definitions: '<bpmn:error id="error-LATE" errorCode="LATE"/>',
};

const model = (id: string, title: string, parts: ProcessParts): ContractCase => playProcess(id, title, parts, start({ a: 1 }), runJobs);
/** Whatever of the two is thrown is caught, and a task shows it. */
const throwingTwo = (id: string, one: EventPart, other: EventPart): ModelPart[] => {
	const catching = (name: string, event: EventPart): ModelPart =>
		eventSubProcess(`on-${name}`, [
			startBeside(`${name}-start`, event),
			scriptTask(`${name}-noted`, '=true', `saw_${name}`),
			endEvent(`${name}-end`),
			...chain(`${name}-start`, `${name}-noted`, `${name}-end`),
		]);
	return [
		...around(throwOf('odd', both(one, other))),
		catching('one', signal(`${id}-one`)),
		catching('other', signal(`${id}-other`)),
		catching('escalation', escalation('LATE')),
	];
};
const beginning = (part: ModelPart): ModelPart[] => [
	startEvent(),
	part,
	serviceTask('work'),
	endEvent(),
	...chain('start', 'work', 'end'),
	...chain(part.id, 'work'),
];
const standing = (event: EventPart): ModelPart[] => [
	startEvent(),
	serviceTask('work'),
	endEvent(),
	...chain('start', 'work', 'end'),
	boundary('at', 'work', event),
	endEvent('after'),
	...chain('at', 'after'),
];

/** Events at which BPMN has no such thing, or Zeebe none. */
export const oddEventCases: ContractCase[] = [
	model('odd-throw-error', 'an error on the way is passed through', around(throwOf('odd', error))),
	model('odd-throw-terminate', 'a terminate event on the way is passed through', around(throwOf('odd', terminate))),
	model('odd-throw-timer', 'a timer that is thrown is passed through', around(throwOf('odd', timer('Duration', 'PT1S')))),
	model('odd-throw-conditional', 'a condition that is thrown', around(throwOf('odd', conditional))),
	model('odd-throw-cancel', 'a cancellation that is thrown', around(throwOf('odd', cancel))),
	model('odd-throw-two-signals', 'an event on the way that throws two signals', (id) =>
		throwingTwo(id, signal(`${id}-one`), signal(`${id}-other`)),
	),
	model('odd-throw-signal-escalation', 'an event on the way that throws a signal and an escalation', (id) =>
		throwingTwo(id, signal(`${id}-one`), escalation('LATE')),
	),
	model('odd-throw-escalation-signal', 'an event on the way that throws an escalation and a signal', (id) =>
		throwingTwo(id, escalation('LATE'), signal(`${id}-one`)),
	),
	model('odd-throw-timer-signal', 'an event on the way of a timer and a signal', (id) =>
		throwingTwo(id, timer('Duration', 'PT1S'), signal(`${id}-one`)),
	),
	model('odd-throw-signal-conditional', 'an event on the way of a signal and a condition', (id) =>
		throwingTwo(id, signal(`${id}-one`), conditional),
	),
	model('odd-throw-signal-message', 'an event on the way of a signal and a message without a job', (id) =>
		throwingTwo(id, signal(`${id}-one`), message(id)),
	),
	model('odd-catch-none', 'an event that waits for nothing', around({ tag: 'intermediateCatchEvent', id: 'odd' })),
	model('odd-catch-error', 'an error that is waited for', around(catchOf('odd', error))),
	model('odd-catch-terminate', 'a terminate event that is waited for', around(catchOf('odd', terminate))),
	model('odd-catch-conditional', 'a condition that is waited for', around(catchOf('odd', conditional))),
	model('odd-catch-two', 'two events waited for by one', around(catchOf('odd', both(signal('odd-one'), timer('Duration', 'PT1S'))))),
	model('odd-end-timer', 'a timer end event', ending(endWith('odd', timer('Duration', 'PT1S')))),
	model('odd-end-conditional', 'a conditional end event', ending(endWith('odd', conditional))),
	model('odd-end-cancel', 'a cancel end event outside of a transaction', ending(endWith('odd', cancel))),
	model('odd-end-two', 'an end event that throws two signals', ending(endWith('odd', both(signal('odd-one'), signal('odd-other'))))),
	model('odd-end-outgoing', 'a signal end event with a flow after it', (id) => [
		...ending(endWith('odd', signal(id))),
		endEvent(),
		...chain('odd', 'end'),
	]),
	model('odd-start-error', 'an error start event of a process never starts it', beginning(startOn('odd', error))),
	model('odd-start-conditional', 'a conditional start event beside a none start event', beginning(startOn('odd', conditional))),
	model('odd-start-cancel', 'a cancel start event beside a none start event', beginning(startOn('odd', cancel))),
	model('odd-start-two', 'a start event of a signal and a message', (id) => beginning(startOn('odd', both(signal(id), message(id))))),
	model('odd-boundary-none', 'an event of nothing at a task', (id) => [
		...standing(signal(id)).map((part) => (part.id === 'at' ? { ...part, content: '', definitions: undefined } : part)),
	]),
	model('odd-boundary-terminate', 'a terminate event at a task', standing(terminate)),
	model('odd-boundary-conditional', 'a condition at a task', standing(conditional)),
	model('odd-boundary-cancel', 'a cancellation at a task', standing(cancel)),
	model('odd-boundary-two', 'two signals at a task in one event', standing(both(signal('odd-one'), signal('odd-other')))),
	model(
		'odd-error-code-no-feel',
		'an error end event whose code is not FEEL',
		ending({ ...errorEnd('odd', 'LATE'), definitions: '<bpmn:error id="error-LATE" errorCode="=1 +"/>' }),
	),
	model('odd-throw-nowhere', 'a signal thrown by the last event of its path', (id) => ending(throwOf('odd', signal(id)))),
	model('odd-catch-nowhere', 'a process that ends where it waits', (id) => ending(catchOf('odd', signal(id)))),
];
