import type { ContractCase, EngineVersion } from '../../contract-case';
import { callActivity, catchOf, type EventPart, message, timer, endWith } from '../../event-parts';
import { listening, onStart } from '../../listener-parts';
import {
	adHocSubProcess,
	escapeXml,
	exclusiveGateway,
	endEvent,
	extensions,
	flow,
	forEach,
	type ModelPart,
	parallelGateway,
	scriptTask,
	serviceTask,
	startEvent,
} from '../../model-builder';
import { start } from '../case-actions';
import { playProcess } from '../define-case';
import { decisionTask } from '../decisions/decision-parts';

/** Results of every type that FEEL has, by the name of the element that uses them. */
const values: Record<string, string> = {
	text: '="t"',
	'empty-text': '=""',
	'date-text': '="2030-01-02T10:00:00Z"',
	'local-text': '="2030-01-02T10:00:00"',
	'day-text': '="2030-01-02"',
	'duration-text': '="PT1H"',
	'number-text': '="75"',
	integer: '=5',
	fraction: '=5.5',
	negative: '=-1',
	large: '=12345678901',
	boolean: '=true',
	nothing: '=null',
	gone: '=gone',
	list: '=["a", "b"]',
	numbers: '=[1, 2]',
	dates: '=[date("2030-01-02")]',
	'empty-list': '=[]',
	context: '={a: 1}',
	date: '=date("2030-01-02")',
	time: '=time("10:00:00")',
	'zoned-time': '=time("10:00:00Z")',
	'local-date-time': '=date and time("2030-01-02T10:00:00")',
	'date-time': '=date and time("2030-01-02T10:00:00Z")',
	duration: '=duration("PT1H")',
	months: '=duration("P1Y")',
	function: '=function(x) x',
};

const job = (type: string, retries = '3'): string => `<zeebe:taskDefinition type="${escapeXml(type)}" retries="${escapeXml(retries)}"/>`;
const withJob = (id: string, definition: string): ModelPart => ({ tag: 'serviceTask', id, extensions: extensions(definition) });

/** An event whose root element has the attributes. */
const named = (kind: string, root: string, id: string, attributes: string): EventPart => ({
	content: (owner) => `<bpmn:${kind}EventDefinition id="${owner}-definition" ${root}Ref="${root}-${id}"/>`,
	definitions: `<bpmn:${root} id="${root}-${id}" ${attributes}/>`,
});
const task = (id: string, ...more: string[]): ModelPart => ({ tag: 'userTask', id, extensions: extensions('<zeebe:userTask/>', ...more) });
const assigned = (property: string) => (id: string, value: string) =>
	task(id, `<zeebe:assignmentDefinition ${property}="${escapeXml(value)}"/>`);
const scheduled = (property: string) => (id: string, value: string) => task(id, `<zeebe:taskSchedule ${property}="${escapeXml(value)}"/>`);

type User = [title: string, part: (id: string, value: string, caseId: string) => ModelPart, engines?: EngineVersion[]];

/** What uses the value. */
const users: Record<string, User> = {
	'job-type': ['the type of a job', (id, value) => withJob(id, job(value))],
	'job-retries': ['the retries of a job', (id, value) => withJob(id, job('contract-work', value))],
	'listener-type': ['the type of a listener', (id, value) => listening(scriptTask(id, '=1', 'n'), onStart(value))],
	'listener-retries': ['the retries of a listener', (id, value) => listening(scriptTask(id, '=1', 'n'), onStart('contract-start', value))],
	'correlation-key': ['a correlation key', (id, value) => catchOf(id, { ...message(`value-key-${id}`, value) })],
	'message-name': [
		'the name of a message',
		(id, value) =>
			catchOf(id, {
				...message(id),
				definitions: `<bpmn:message id="message-${id}" name="${escapeXml(value)}">${extensions('<zeebe:subscription correlationKey="=1"/>')}</bpmn:message>`,
			}),
	],
	'caught-signal': [
		'the name of a signal that is caught',
		(id, value) => catchOf(id, named('signal', 'signal', id, `name="${escapeXml(value)}"`)),
	],
	'error-code': ['the code of an error', (id, value) => endWith(id, named('error', 'error', id, `errorCode="${escapeXml(value)}"`))],
	called: ['the process of a call', (id, value) => callActivity(id, value)],
	decision: ['the decision of a task', (id, value) => ({ ...decisionTask(value), id })],
	form: ['the form of a user task', (id, value) => task(id, `<zeebe:formDefinition formId="${escapeXml(value)}"/>`)],
	'form-job': [
		'the form of a user task that is a job',
		(id, value) => ({ tag: 'userTask', id, extensions: extensions(`<zeebe:formDefinition formId="${escapeXml(value)}"/>`) }),
	],
	'external-form': [
		'the external form of a user task',
		(id, value) => task(id, `<zeebe:formDefinition externalReference="${escapeXml(value)}"/>`),
	],
	assignee: ['an assignee', assigned('assignee')],
	'candidate-groups': ['candidate groups', assigned('candidateGroups')],
	'candidate-users': ['candidate users', assigned('candidateUsers')],
	'due-date': ['a due date', scheduled('dueDate')],
	'follow-up-date': ['a follow-up date', scheduled('followUpDate')],
	priority: ['a priority', (id, value) => task(id, `<zeebe:priorityDefinition priority="${escapeXml(value)}"/>`)],
	'timer-duration': ['the duration of a timer', (id, value) => catchOf(id, timer('Duration', value))],
	'timer-date': ['the date of a timer', (id, value) => catchOf(id, timer('Date', value))],
	'input-collection': [
		'an input collection',
		(id, value) => forEach(scriptTask(id, '=1', 'n'), { inputCollection: value, inputElement: 'item' }),
	],
	'active-elements': [
		'active elements',
		(id, value) =>
			adHocSubProcess(id, [scriptTask(`${id}-a`, '=1', 'n'), scriptTask('a', '=1', 'n')].slice(0, 1), { activeElements: value }),
		['8.8'],
	],
};

/** One element for each value, all at once. */
const fork = (elements: ModelPart[]): ModelPart[] => [
	startEvent(),
	parallelGateway('fork'),
	...elements,
	flow('start-fork', 'start', 'fork'),
	...elements.map(({ id }) => flow(`to-${id}`, 'fork', id)),
];

const literals: Record<string, string> = {
	'plus-sign': '+2',
	zero: '0',
	minus: '-1',
	spaced: ' 2 ',
	comma: '1.5',
	words: 'many',
	exponent: '1e1',
	'large-number': '12345678901',
	'leading-zeros': '007',
	'leading-point': '.5',
	'trailing-point': '2.',
	'leading-plus-point': '+.5',
	hex: '0x10',
	'long-suffix': '2L',
};

/** Zeebe deploys a priority that is larger than 32 bits, and raises an incident. It is refused here. */
const { 'large-number': _tooLarge, ...priorities } = literals;

/** Cases of values whose type the model cannot tell. */
export const valueTypeCases: ContractCase[] = [
	...Object.entries(users).map(([user, [title, part, engines]]) => ({
		...playProcess(
			`value-${user}`,
			`values of every type as ${title}`,
			fork(Object.entries(values).map(([id, value]) => part(id, value, user))),
			start({ d: '2030-01-02' }),
		),
		...(engines && { engines }),
	})),
	playProcess(
		'value-condition',
		'values of every type as a condition',
		[
			...fork(Object.keys(values).map((id) => exclusiveGateway(id, `${id}-else`))),
			endEvent('then'),
			endEvent('else'),
			...Object.entries(values).flatMap(([id, value]) => [flow(`${id}-then`, id, 'then', value), flow(`${id}-else`, id, 'else')]),
		],
		start(),
	),
	...Object.entries(literals).map(([id, literal]) =>
		playProcess(
			`literal-retries-${id}`,
			`retries are written as ${literal}`,
			fork([withJob('work', job('contract-work', literal))]),
			start(),
		),
	),
	...Object.entries(priorities).map(([id, literal]) =>
		playProcess(`literal-priority-${id}`, `a priority is written as ${literal}`, fork([users.priority![1]('work', literal, '')]), start()),
	),
	...Object.entries({ ...literals, date: '2030-01-02' }).map(([id, literal]) =>
		playProcess(
			`literal-key-${id}`,
			`a job type and an assignee are written as ${literal}`,
			fork([withJob('work', job(literal)), assigned('assignee')('person', literal)]),
			start(),
		),
	),
	...Object.entries({
		double: 'a,,b',
		first: ',a',
		last: 'a,',
		comma: ',',
		spaces: ' a , b ',
		space: ' ',
		quotes: '"a","b"',
		brackets: '["a"]',
		number: '5',
		numbers: '1,2',
	}).flatMap(([id, literal]) => [
		playProcess(
			`literal-groups-${id}`,
			`candidate groups are written as ${literal}`,
			fork([assigned('candidateGroups')('work', literal)]),
			start(),
		),
		playProcess(
			`literal-users-${id}`,
			`candidate users are written as ${literal}`,
			fork([assigned('candidateUsers')('work', literal)]),
			start(),
		),
	]),
	...[0, -1].flatMap((retries) => [
		playProcess(
			`no-retries-${retries}`,
			`a job with ${retries} retries runs all the same`,
			fork([serviceTask('work', { retries })]),
			start(),
			{ answerJob: { outcome: { kind: 'complete', variables: {} } } },
		),
		playProcess(
			`no-retries-listener-${retries}`,
			`a listener with ${retries} retries runs all the same`,
			fork([listening(serviceTask('work'), onStart('contract-start', String(retries)))]),
			start(),
		),
	]),
];
