import type { UserTaskDefinition, Value } from '../../../bpmn/reading/process-model';
import { parseDate } from '../../../bpmn/timer';
import { withoutSign } from '../flow/expressions';
import { needForm } from '../forms/find-form';
import type { ElementContext } from '../flow/kernel';
import { IncidentCause } from '../flow/incident-cause';
import type { UserTaskProperties } from './task-store';
import { lookUp } from '../state/instances/variables';

/** Zeebe's documentation, user tasks: people, dates, form and priority. @throws IncidentCause EXTRACT_VALUE_ERROR, FORM_NOT_FOUND */
export function evaluateUserTask(context: ElementContext): UserTaskProperties {
	const { kernel, process, instance, node } = context;
	const task = node.userTask!;
	const see = (name: string): unknown => lookUp(kernel, instance.key, name);
	const { expressions } = process;
	// A name is a text, even in the form of a number.
	const name = (source: Value): string => (source.startsWith('=') ? expressions.evaluateText(source, see) : source);
	const list = (source: Value): string => JSON.stringify(expressions.evaluateTexts(source, see));
	const date = (source: Value): string | undefined => writeDate(source, expressions.evaluateOptionalDate(source, see));
	const form = task.form;
	const properties = {
		assignee: property(task.assignee, name),
		candidateGroups: property(task.candidateGroups, list),
		candidateUsers: property(task.candidateUsers, list),
		dueDate: property(task.dueDate, date),
		followUpDate: property(task.followUpDate, date),
		formKey: form ? String(needForm(context, form, expressions.evaluateText(form.formId, see)).key) : task.formKey,
		...(task.native ? nativeProperties(task, name, (source) => readPriority(source, expressions.evaluateNumber(source, see))) : {}),
	};
	return Object.fromEntries(Object.entries(properties).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

type Evaluate = (source: Value) => string | undefined;

const nativeProperties = (task: UserTaskDefinition, name: Evaluate, priority: Evaluate): Record<string, string | undefined> => ({
	externalFormReference: property(task.externalReference, name),
	priority: property(task.priority, priority),
});

const property = (source: Value | undefined, evaluate: Evaluate): string | undefined =>
	source === undefined || source.trim() === '' ? undefined : evaluate(source);

/** As Java does, without zero seconds. */
function writeDate(source: Value, date: string | undefined): string | undefined {
	if (date === undefined) return undefined;
	if (parseDate(date) !== undefined) return date.replace(/(T\d\d:\d\d):00(?:\.0+)?(?!\d)/, '$1');
	throw unexpected(`Invalid date-time format '${date.slice(0, 100)}' for expression '${withoutSign(source)}'.`);
}

function readPriority(source: Value, value: number | bigint): string {
	if (Number.isInteger(Number(value)) && value >= 0 && value <= 100) return String(value);
	if (!Number.isInteger(Number(value)))
		throw unexpected(`Expected result of the expression '${withoutSign(source)}' to be an integer, but was a decimal.`);
	throw unexpected(`Expected priority to be in the range [0,100] but was '${value}'.`);
}

const unexpected = (message: string): IncidentCause => new IncidentCause('EXTRACT_VALUE_ERROR', message);

export function toProperties(changes: object): UserTaskProperties {
	const present = Object.entries(changes).filter(([, value]) => value !== null && value !== undefined);
	return Object.fromEntries(present.map(([name, value]) => [name, Array.isArray(value) ? JSON.stringify(value) : String(value)]));
}
