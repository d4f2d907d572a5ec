import type { ContractCase } from '../../contract-case';
import { start } from '../case-actions';
import { defineCase } from '../define-case';

const flow = (id: string, source: string, target: string, condition?: string): string =>
	`<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${condition === undefined ? '' : `<bpmn:conditionExpression>${condition}</bpmn:conditionExpression>`}</bpmn:sequenceFlow>`;
const element = (tag: string, id: string, content = '', attributes = ''): string =>
	`<bpmn:${tag} id="${id}"${attributes}>${content}</bpmn:${tag}>`;
const out = (...ids: string[]): string => ids.map((id) => `<bpmn:outgoing>${id}</bpmn:outgoing>`).join('');
const into = (...ids: string[]): string => ids.map((id) => `<bpmn:incoming>${id}</bpmn:incoming>`).join('');

/** The start, an element `t`, and the end. */
const chain = (tag: string, content: string, more = '', attributes = ''): string =>
	`<bpmn:startEvent id="s"/>${element(tag, 't', content, attributes)}<bpmn:endEvent id="e"/>${flow('f1', 's', 't')}${flow('f2', 't', 'e')}${more}`;
/** A gateway `t` with the flows `f2` and `f3`. */
const gateway = (tag: string, content: string, conditions: [string?, string?] = ['=true', '=false'], attributes = ''): string =>
	`<bpmn:startEvent id="s"/>${element(tag, 't', content, attributes)}<bpmn:endEvent id="e"/><bpmn:endEvent id="e2"/>${flow('f1', 's', 't')}${flow('f2', 't', 'e', conditions[0])}${flow('f3', 't', 'e2', conditions[1])}`;
const timer = '<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>';
const choice = (content: string, incoming = '', more = ''): string =>
	`<bpmn:startEvent id="s"/>${element('eventBasedGateway', 't', content)}${element('intermediateCatchEvent', 'a', incoming + timer)}${element('intermediateCatchEvent', 'b', timer)}${flow('f1', 's', 't')}${flow('f2', 't', 'a')}${flow('f3', 't', 'b')}${more}`;
const job = '<bpmn:extensionElements><zeebe:taskDefinition type="contract-work"/></bpmn:extensionElements>';
const boundary = (content: string, more = ''): string =>
	chain('serviceTask', job, `${element('boundaryEvent', 'at', content, ' attachedToRef="t"')}${more}`);
const caught = (reference: string): string => `${out('f9')}<bpmn:errorEventDefinition ${reference}/>`;
const after = `<bpmn:endEvent id="e9"/>${flow('f9', 'at', 'e9')}`;

/** Files that name flows which are not there, or not all that are. */
const named: Array<[id: string, title: string, content: string]> = [
	['out-gone', 'a task lists a flow that does not exist', chain('task', out('gone'))],
	['out-gone-too', 'a task lists a flow that does not exist besides its own', chain('task', out('gone', 'f2'))],
	['out-task', 'a task lists an event in the place of a flow', chain('task', out('e'))],
	['out-other', 'a task lists the flow of another element', chain('task', out('f1'))],
	['in-gone', 'a task is entered by a flow that does not exist', chain('task', into('gone'))],
	['in-task', 'a task is entered by an event', chain('task', into('s'))],
	['in-empty', 'a task has an empty entry', chain('task', into(''))],
	['out-empty', 'a task has an empty exit', chain('task', out(''))],
	['out-two-words', 'a task lists two flows in one element', chain('task', out('f1 f2'))],
	['exclusive-gone', 'an exclusive gateway lists a flow that does not exist', gateway('exclusiveGateway', out('f2', 'gone'))],
	['exclusive-task', 'an exclusive gateway lists an event', gateway('exclusiveGateway', out('e'))],
	['exclusive-one', 'an exclusive gateway lists one of two flows', gateway('exclusiveGateway', out('f2'))],
	['exclusive-one-bare', 'an exclusive gateway lists one of two flows, without a condition', gateway('exclusiveGateway', out('f2'), [])],
	['exclusive-other', 'an exclusive gateway lists the flow of another', gateway('exclusiveGateway', out('f1', 'f2'))],
	['inclusive-gone', 'an inclusive gateway lists a flow that does not exist', gateway('inclusiveGateway', out('gone', 'f2', 'f3'))],
	['parallel-task', 'a parallel gateway lists an event', gateway('parallelGateway', out('e'), [])],
	['event-one', 'an event-based gateway lists one of two flows', choice(out('f2'))],
	['event-twice', 'an event-based gateway lists one flow twice', choice(out('f2', 'f2'))],
	['event-other', 'an event-based gateway lists the flow of another', choice(out('f2', 'f1'))],
	[
		'event-entered',
		'an event after such a gateway has another entry, which it does not list',
		choice(out('f2', 'f3'), '', `${element('task', 'k')}${flow('f4', 'k', 'a')}`),
	],
	['event-entered-listed', 'an event after such a gateway lists another entry', choice(out('f2', 'f3'), into('f1'))],
	['event-entered-gone', 'an event after such a gateway lists an entry that does not exist', choice(out('f2', 'f3'), into('gone'))],
	['task-condition', 'a task with a condition at a flow that it does not list', gateway('task', out('f2'), [undefined, '=false'])],
	[
		'end-other',
		'an end event lists the flow of another',
		'<bpmn:startEvent id="s"/>' + element('endEvent', 'e', out('f1')) + flow('f1', 's', 'e'),
	],
	['boundary-other', 'a boundary event lists the flow of another', boundary(`${out('f1')}<bpmn:errorEventDefinition/>`)],
	[
		'boundary-entered',
		'a boundary event has an entry that it does not list',
		boundary(caught(''), `${after}${element('task', 'k')}${flow('f4', 'k', 'at')}`),
	],
	['boundary-entered-listed', 'a boundary event lists an entry', boundary(into('f1') + caught(''), after)],
	['error-gone', 'a boundary event catches an error that does not exist', boundary(caught('errorRef="gone"'), after)],
	['error-message', 'a boundary event catches a message as an error', boundary(caught('errorRef="m"'), after)],
	['send-gone', 'a send task sends a message that does not exist', chain('sendTask', job, '', ' messageRef="gone"')],
	['receive-gone', 'a receive task waits for a message that does not exist', chain('receiveTask', '', '', ' messageRef="gone"')],
	[
		'link-no-id',
		'a link that is caught has no id',
		chain(
			'intermediateThrowEvent',
			'<bpmn:linkEventDefinition id="l" name="L"/>',
			element('intermediateCatchEvent', 'c', '<bpmn:linkEventDefinition name="L"/>'),
		).replace(/<bpmn:sequenceFlow id="f2".*?<\/bpmn:sequenceFlow>/, ''),
	],
	['compensation-no-id', 'a compensation has no id', chain('intermediateThrowEvent', '<bpmn:compensateEventDefinition/>')],
	['order', 'extensions after the flows of a task', chain('serviceTask', out('f2') + job)],
	['order-artifact', 'an annotation before the elements of the process', element('textAnnotation', 'note') + chain('task', '')],
	['two-loops', 'a task with two loops', chain('task', '<bpmn:standardLoopCharacteristics/><bpmn:standardLoopCharacteristics/>')],
	[
		'two-times',
		'a timer with two times',
		chain('intermediateCatchEvent', timer.replace('</bpmn:timer', '<bpmn:timeCycle>R/PT1H</bpmn:timeCycle></bpmn:timer')),
	],
	['direction', 'a gateway with an unknown direction', chain('exclusiveGateway', '', '', ' gatewayDirection="Sideways"')],
	['quantity', 'a task whose quantity is a word', chain('task', '', '', ' startQuantity="two"')],
	['association', 'an association without an end', chain('task', '', '<bpmn:association id="as" sourceRef="t"/>')],
	[
		'association-space',
		'an association whose end has a space',
		chain('task', '', '<bpmn:association id="as" sourceRef="t" targetRef="a b"/>'),
	],
	['id-empty', 'an empty id', chain('task', '', '<bpmn:textAnnotation id=""/>')],
	[
		'one',
		'a boundary event that cancels its activity by the word 1',
		boundary(`${out('f9')}${timer}`, after).replace('attachedToRef', 'cancelActivity="1" attachedToRef'),
	],
];

const process = (id: string, content: string, isExecutable: boolean): string =>
	`<bpmn:process id="${id}" isExecutable="${isExecutable}">${content}</bpmn:process>`;
const play = (id: string, title: string, make: (id: string) => string): ContractCase =>
	defineCase(id, title, (processId) => ({
		resources: [
			{
				name: `${processId}.bpmn`,
				content: `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d-${processId}" targetNamespace="http://troupe.example/contract">${make(processId)}</bpmn:definitions>`,
			},
		],
		script: [start(), { wait: 100 }],
	}));

const message = (id: string): string => `<bpmn:message id="m" name="named-${id}"/>`;

/** Cases of what the files list, and of what BPMN's schema says about them. */
export const namedFlowCases: ContractCase[] = [
	...named.map(([id, title, content]) => play(`named-${id}`, title, (processId) => process(processId, content, true) + message(processId))),
	play(
		'named-not-run',
		'a process that is not executable lists and names what does not exist',
		(id) =>
			process(id, '<bpmn:startEvent id="s"/>', true) +
			process(
				`${id}-drawn`,
				element('receiveTask', 't', out('gone'), ' messageRef="gone"') +
					element('endEvent', 'e2', '<bpmn:errorEventDefinition errorRef="gone"/>'),
				false,
			),
	),
	play(
		'named-message-no-id',
		'a message has no id',
		(id) => `${process(id, '<bpmn:startEvent id="s"/>', true)}<bpmn:message name="named"/>`,
	),
	play('named-error-no-id', 'an error has no id', (id) => `${process(id, '<bpmn:startEvent id="s"/>', true)}<bpmn:error errorCode="E"/>`),
];
