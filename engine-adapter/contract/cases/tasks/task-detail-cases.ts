import type { ContractCase } from '../../contract-case';
import { escapeXml, extensions } from '../../model-builder';
import { start } from '../case-actions';
import { playProcess } from '../define-case';
import { around } from '../shapes';

const variables = { who: 'ana', groups: ['sales', 'support'], when: '2030-01-31T10:00:00+02:00', day: '2030-01-31', form: 'survey', n: 3 };

const attributes = (values: Record<string, string>): string =>
	Object.entries(values)
		.map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
		.join('');

const part = (tag: string, values: Record<string, string>): string => `<zeebe:${tag}${attributes(values)}/>`;

const describeTask = (id: string, title: string, tag: string, details: string[]): ContractCase =>
	playProcess(id, title, around({ tag, id: 'do', extensions: extensions(...details) }), start(variables));

/** Assignments and dates of both kinds of user tasks. */
const userTaskDetails: Array<[id: string, title: string, details: string[]]> = [
	['literal', 'literals', [part('assignmentDefinition', { assignee: 'ana', candidateGroups: 'sales, support', candidateUsers: 'bob' })]],
	['feel', 'FEEL', [part('assignmentDefinition', { assignee: '=who', candidateGroups: '=groups', candidateUsers: '=["a", "b"]' })]],
	['null-assignee', 'an assignee that is null', [part('assignmentDefinition', { assignee: '=gone' })]],
	['number-assignee', 'an assignee that is a number', [part('assignmentDefinition', { assignee: '=n' })]],
	['digits-assignee', 'an assignee of digits', [part('assignmentDefinition', { assignee: '42' })]],
	['null-groups', 'groups that are null', [part('assignmentDefinition', { candidateGroups: '=gone' })]],
	['text-groups', 'groups that are one text', [part('assignmentDefinition', { candidateGroups: '=who' })]],
	['number-groups', 'groups that are numbers', [part('assignmentDefinition', { candidateGroups: '=[1, 2]' })]],
	['no-groups', 'no groups', [part('assignmentDefinition', { candidateGroups: '=[]' })]],
	['empty-assignment', 'an assignment that says nothing', [part('assignmentDefinition', { assignee: '', candidateGroups: '' })]],
	['one-group', 'one group', [part('assignmentDefinition', { candidateGroups: 'sales' })]],
	['due-literal', 'a due date', [part('taskSchedule', { dueDate: '2030-01-31T10:00:00+02:00', followUpDate: '2030-01-30T10:00:00Z' })]],
	['due-text', 'a due date from a text', [part('taskSchedule', { dueDate: '=when' })]],
	['due-feel', 'a due date of FEEL', [part('taskSchedule', { dueDate: '=date and time("2030-01-31T10:00:00@Europe/Berlin")' })]],
	['due-local', 'a due date without an offset', [part('taskSchedule', { dueDate: '=date and time("2030-01-31T10:00:00")' })]],
	['due-day', 'a due day', [part('taskSchedule', { dueDate: '=day' })]],
	['due-wrong', 'a due date that is not a date', [part('taskSchedule', { dueDate: '="soon"' })]],
	['due-wrong-literal', 'a literal due date that is not a date', [part('taskSchedule', { dueDate: 'soon' })]],
	['due-null', 'a due date that is null', [part('taskSchedule', { dueDate: '=gone' })]],
	['due-number', 'a due date that is a number', [part('taskSchedule', { dueDate: '=n' })]],
	['follow-up-wrong', 'a follow-up date that is not a date', [part('taskSchedule', { followUpDate: '="soon"' })]],
	['form-key', 'a form key', [part('formDefinition', { formKey: 'survey' })]],
	['form-key-feel', 'a form key of FEEL', [part('formDefinition', { formKey: '=form' })]],
	['form-id-gone', 'a form that is not deployed', [part('formDefinition', { formId: 'nowhere' })]],
	[
		'form-id-bound',
		'a form of the deployment that is not there',
		[part('formDefinition', { formId: 'nowhere', bindingType: 'deployment' })],
	],
	[
		'form-id-version',
		'a form of a version tag that is not there',
		[part('formDefinition', { formId: 'nowhere', bindingType: 'versionTag', versionTag: 'v1' })],
	],
	['form-external', 'an external form', [part('formDefinition', { externalReference: 'https://forms.example/1' })]],
	['form-external-feel', 'an external form of FEEL', [part('formDefinition', { externalReference: '=form' })]],
	['priority', 'a priority', [part('priorityDefinition', { priority: '70' })]],
	['priority-feel', 'a priority of FEEL', [part('priorityDefinition', { priority: '=n * 10' })]],
	['priority-high', 'a priority that is too high', [part('priorityDefinition', { priority: '=101' })]],
	['priority-high-literal', 'a literal priority that is too high', [part('priorityDefinition', { priority: '101' })]],
	['priority-text', 'a priority that is not a number', [part('priorityDefinition', { priority: '=who' })]],
	['priority-text-literal', 'a literal priority that is not a number', [part('priorityDefinition', { priority: 'urgent' })]],
	['priority-null', 'a priority that is null', [part('priorityDefinition', { priority: '=gone' })]],
	['priority-fraction', 'a priority with a fraction', [part('priorityDefinition', { priority: '=10.7' })]],
	[
		'headers',
		'headers',
		['<zeebe:taskHeaders><zeebe:header key="queue" value="first"/><zeebe:header key="x" value="=n"/></zeebe:taskHeaders>'],
	],
	['property-empty-form', 'a form key that is empty', [part('formDefinition', { formKey: '' })]],
];

/** Definitions of a job's type and retries. */
const jobDetails: Array<[id: string, title: string, definition: Record<string, string>]> = [
	['type-feel', 'a type of FEEL', { type: '="contract-" + "work"' }],
	['type-null', 'a type that is null', { type: '=gone' }],
	['type-number', 'a type that is a number', { type: '=n' }],
	['type-digits', 'a type of digits', { type: '42' }],
	['type-empty', 'an empty type', { type: '=""' }],
	['retries-feel', 'retries of FEEL', { type: 'work', retries: '=n + 2' }],
	['retries-text', 'retries that are a text', { type: 'work', retries: '="3"' }],
	['retries-null', 'retries that are null', { type: 'work', retries: '=gone' }],
	['retries-fraction', 'retries with a fraction', { type: 'work', retries: '=2.7' }],
	['retries-fraction-literal', 'literal retries with a fraction', { type: 'work', retries: '2.7' }],
	['retries-none', 'no retries', { type: 'work', retries: '0' }],
	['retries-negative', 'retries below none', { type: 'work', retries: '=-1' }],
	['retries-negative-literal', 'literal retries below none', { type: 'work', retries: '-1' }],
	['retries-word', 'retries that are a word', { type: 'work', retries: 'many' }],
	['retries-empty', 'empty retries', { type: 'work', retries: '' }],
	['retries-huge', 'retries of more than 53 bits', { type: 'work', retries: '=9007199254740993' }],
	['retries-large', 'more retries than an integer holds', { type: 'work', retries: '=3000000000' }],
];

/** Details of tasks: who does a user task, until when and with which form, and how a job is said. */
export const taskDetailCases: ContractCase[] = [
	...userTaskDetails.flatMap(([id, title, details]) => [
		describeTask(`task-job-${id}`, `a job-based user task with ${title}`, 'userTask', details),
		describeTask(`task-native-${id}`, `a native user task with ${title}`, 'userTask', ['<zeebe:userTask/>', ...details]),
	]),
	...jobDetails.map(([id, title, definition]) =>
		describeTask(`job-${id}`, `a job with ${title}`, 'serviceTask', [part('taskDefinition', definition)]),
	),
];
