import type { CalledForm, UserTaskDefinition, Value } from '../../../bpmn/reading/process-model';
import { parseDate } from '../../../bpmn/timer';
import { needForm } from '../forms/find-form';
import type { ElementContext } from '../flow/kernel';
import { IncidentCause } from '../flow/incident-cause';
import type { UserTaskProperties } from './task-store';
import { lookUp } from '../state/instances/variables';

type Evaluate = (source: Value) => unknown;

/**
 * Zeebe's documentation, user tasks: who does it, until when, with which form and how urgently.
 * @throws IncidentCause EXTRACT_VALUE_ERROR, FORM_NOT_FOUND
 */
export function evaluateUserTask(context: ElementContext): UserTaskProperties {
	const { kernel, process, instance, node } = context;
	const task = node.userTask!;
	const evaluate: Evaluate = (source) =>
		source.startsWith('=') ? process.expressions.evaluate(source, (name) => lookUp(kernel, instance.key, name)).value : source;
	const properties = {
		assignee: property(task.assignee, (source) => expectText(source, evaluate(source))),
		candidateGroups: property(task.candidateGroups, (source) => evaluateList(source, evaluate)),
		candidateUsers: property(task.candidateUsers, (source) => evaluateList(source, evaluate)),
		dueDate: property(task.dueDate, (source) => evaluateDate(source, evaluate(source))),
		followUpDate: property(task.followUpDate, (source) => evaluateDate(source, evaluate(source))),
		formKey: task.form ? findFormKey(context, task.form) : task.formKey,
		...(task.native ? nativeProperties(task, evaluate) : {}),
	};
	return Object.fromEntries(Object.entries(properties).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function findFormKey(context: ElementContext, form: CalledForm): string {
	const { kernel, process, instance } = context;
	const formId = process.expressions.evaluateText(form.formId, (name) => lookUp(kernel, instance.key, name));
	return String(needForm(context, form, formId).key);
}

function nativeProperties(task: UserTaskDefinition, evaluate: Evaluate): Record<string, string | undefined> {
	return {
		externalFormReference: property(task.externalReference, (source) => expectText(source, evaluate(source))),
		priority: property(task.priority, (source) => evaluatePriority(source, evaluate(source))),
	};
}

const property = (source: Value | undefined, evaluate: (source: Value) => string | undefined): string | undefined =>
	source === undefined ? undefined : evaluate(source);

function expectText(source: Value, value: unknown): string {
	if (typeof value === 'string') return value;
	throw unexpected(source, 'a text');
}

/** A literal separates them by commas. */
function evaluateList(source: Value, evaluate: Evaluate): string {
	const value = source.startsWith('=') ? evaluate(source) : source.split(',').map((part) => part.trim());
	if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return JSON.stringify(value);
	throw unexpected(source, 'a list of texts');
}

/** Writes a date as Java does, without zero seconds; a local time is in the server's zone. Undefined for null. */
function evaluateDate(source: Value, value: unknown): string | undefined {
	if (value === null) return undefined;
	const date = typeof value === 'string' && /T[\d:.]+$/.test(value) ? `${value}Z[Etc/UTC]` : value;
	if (typeof date === 'string' && parseDate(date) !== undefined) return date.replace(/(T\d\d:\d\d):00(?:\.0+)?(?!\d)/, '$1');
	throw unexpected(source, 'a date and time');
}

function evaluatePriority(source: Value, value: unknown): string {
	const priority = Number(value);
	if (value !== null && Number.isInteger(priority) && priority >= 0 && priority <= 100) return String(priority);
	throw unexpected(source, 'a number from 0 to 100');
}

const unexpected = (source: Value, expected: string): IncidentCause =>
	new IncidentCause('EXTRACT_VALUE_ERROR', `Expected result of the expression '${source.replace(/^=/, '')}' to be ${expected}.`);

/** Converts a caller's changes into stored properties: texts, lists as JSON. */
export function toProperties(changes: object): UserTaskProperties {
	const present = Object.entries(changes).filter(([, value]) => value !== null && value !== undefined);
	return Object.fromEntries(present.map(([name, value]) => [name, Array.isArray(value) ? JSON.stringify(value) : String(value)]));
}
