import type { ContractCase } from '../../contract-case';
import {
	boundary,
	boundaryBeside,
	catchOf,
	error,
	escalation,
	eventBasedGateway,
	message,
	signal,
	throwOf,
	timer,
	type EventPart,
} from '../../event-parts';
import {
	chain,
	endEvent,
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
import { type CaseAction, complete, publish, startWithKey, throwError } from '../case-actions';
import { deployProcess, playProcess, type ProcessParts } from '../define-case';
import { around } from '../shapes';

/** Without <incoming> and <outgoing>: `render` writes them for the ends of a flow. */
const unnamed = (parts: ModelPart[]): ModelPart[] => parts.map(({ ends: _ends, ...part }) => part);
const outgoing = (part: ModelPart, ...ids: string[]): ModelPart => ({
	...part,
	content: ids.map((id) => `<bpmn:outgoing>${id}</bpmn:outgoing>`).join('') + (part.content ?? ''),
});
const incoming = (part: ModelPart, ...ids: string[]): ModelPart => ({
	...part,
	content: ids.map((id) => `<bpmn:incoming>${id}</bpmn:incoming>`).join('') + (part.content ?? ''),
});

const atWork = (event: EventPart, beside = false): ModelPart[] =>
	around(serviceTask('work'), (beside ? boundaryBeside : boundary)('at', 'work', event));
const withFlow = (event: EventPart): ModelPart[] => [...atWork(event), endEvent('after'), ...unnamed(chain('at', 'after'))];

/** Two events of which one happens; its flows are not written in the gateway. */
const waiting = (gateway: ModelPart): ModelPart[] => [
	startEvent(),
	gateway,
	catchOf('first', message('first-unnamed', '=key')),
	catchOf('second', timer('Duration', 'PT1H')),
	endEvent(),
	...unnamed([...chain('start', 'choose', 'first', 'end'), ...chain('choose', 'second', 'end')]),
];

const elements: Array<[id: string, part: ModelPart]> = [
	['task', scriptTask('work', '=1', 'n')],
	['exclusive', exclusiveGateway('work')],
	['inclusive', inclusiveGateway('work')],
	['parallel', parallelGateway('work')],
	['event', throwOf('work')],
	['scope', subProcess('work', [startEvent('in'), endEvent('out'), ...chain('in', 'out')])],
];

const of = (id: string, title: string, parts: ProcessParts, ...script: CaseAction[]): ContractCase =>
	playProcess(id, title, parts, startWithKey(), ...script);

/** Cases of events that lead nowhere, and of flows that <incoming> and <outgoing> do not name. */
export const unnamedFlowCases: ContractCase[] = [
	of('flowless-error', 'an error event at a task leads nowhere (camunda/camunda#33589)', atWork(error('E1')), throwError('E1')),
	of('flowless-error-any', 'an event of all errors at a task leads nowhere', atWork(error()), throwError('E1')),
	of('flowless-message', 'a message event at a task leads nowhere', atWork(message('flowless', '=key')), publish('flowless')),
	of(
		'flowless-message-beside',
		'a non-interrupting message event at a task leads nowhere',
		atWork(message('flowless-beside', '=key'), true),
		publish('flowless-beside'),
		complete('work'),
	),
	of('flowless-timer', 'a timer at a task leads nowhere', atWork(timer('Duration', 'PT1S')), { wait: 2000 }),
	of('flowless-signal', 'a signal event at a task leads nowhere', atWork(signal('flowless-signal')), {
		broadcastSignal: { name: 'flowless-signal' },
	}),
	of(
		'flowless-escalation',
		'an escalation event at a sub-process leads nowhere',
		around(
			subProcess('work', [startEvent('in'), throwOf('out', escalation('E')), ...chain('in', 'out')]),
			boundary('at', 'work', escalation('E')),
		),
	),
	of('unnamed-error', 'a flow from an error event is not named by it', withFlow(error('E1')), throwError('E1')),
	of('unnamed-timer', 'a flow from a timer at a task is not named by it', withFlow(timer('Duration', 'PT1S')), { wait: 2000 }),
	...elements.map(([id, part]) => of(`unnamed-${id}`, `flows of a model are not named by their ends: ${id}`, unnamed(around(part)))),
	of(
		'unnamed-start',
		'flows of a model are not named, and one of the start event has a condition',
		unnamed([startEvent(), endEvent(), flow('on', 'start', 'end', '=false')]),
	),
	of(
		'unnamed-event-based',
		'an event-based gateway does not name its flows',
		waiting(eventBasedGateway('choose')),
		publish('first-unnamed'),
	),
	of(
		'named-event-based',
		'an event-based gateway names both flows',
		waiting(outgoing(eventBasedGateway('choose'), 'choose-first', 'choose-second')),
		publish('first-unnamed'),
	),
	deployProcess('missing-incoming-end', 'an end event names an incoming flow that is missing', [
		startEvent(),
		incoming(endEvent(), 'gone'),
		...chain('start', 'end'),
	]),
	deployProcess(
		'outgoing-of-another',
		'a task names the flow of another element',
		around(outgoing(scriptTask('work', '=1', 'n'), 'start-work')),
	),
];
