import type { Feel } from '../feel/feel-port';
import { describeField } from './field-kinds';
import { findBrokenRules } from './field-rules';
import { evaluate, evaluateFlag, listFields, listLists, readPath, writePath, type FormScope, type PlacedField } from './form-fields';
import type { FormModel } from './form-model';

type Data = Record<string, unknown>;

export interface Entry {
	/** The variables with which the form opens. */
	variables: Data;
	/** Values that the person enters, by the names of variables; lists and objects as the form has them. */
	entered: Data;
}

/** Result of submitting a form: the values of all its fields, unless one of them is refused. */
export interface Submission {
	values: Data;
	/** Each names a field and says why its value is refused. */
	problems: string[];
}

/**
 * Fills a form in as form-js does in Tasklist: fields open with the variables, then with their defaults; hidden and disabled ones are not sent.
 * Values that no person could enter are refused, though an engine would take them.
 */
export function submitForm(form: FormModel, { variables, entered }: Entry, feel: Feel, now: () => number): Submission {
	const scope: FormScope = { feel, now, data: merge(variables, entered) };
	const lists = listLists(form.components);
	for (const { path, rows } of lists)
		if (!Array.isArray(readPath(scope.data, path)))
			writePath(
				scope.data,
				path,
				Array.from({ length: rows }, () => ({})),
			);
	for (const field of listFields(form, scope)) openField(field, scope, readPath(entered, field.path));
	// What is hidden, computed and offered depends on the other fields.
	const fields = listFields(form, scope);
	for (const { component, path, row } of fields.filter(isComputed)) writePath(scope.data, path, evaluate(component.expression, scope, row));
	const values: Data = {};
	// One without rows is sent too.
	for (const { path } of lists) if ((readPath(scope.data, path) as unknown[]).length === 0) writePath(values, path, []);
	const problems = findUnknown(entered, fields);
	for (const field of fields) {
		const value = readPath(scope.data, field.path);
		problems.push(...checkField(field, { value, entered: readPath(entered, field.path) }, scope));
		if (!field.isHidden && field.component.disabled !== true && field.path.length > 0) writePath(values, field.path, value);
	}
	return { values, problems };
}

const isComputed = ({ component }: PlacedField): boolean => component.type === 'expression';

/** Objects are merged: a group of fields can be filled in partly. */
function merge(variables: Data, entered: Data): Data {
	const merged: Data = structuredClone(variables);
	for (const [name, value] of Object.entries(entered)) {
		const before = Object.hasOwn(merged, name) ? merged[name] : undefined;
		writePath(merged, [name], isRecord(before) && isRecord(value) ? merge(before, value) : structuredClone(value));
	}
	return merged;
}

function openField(field: PlacedField, scope: FormScope, entered: unknown): void {
	if (isComputed(field) || field.path.length === 0) return;
	const kind = describeField(field, scope);
	writePath(scope.data, field.path, entered === undefined ? kind.open(readPath(scope.data, field.path)) : (entered ?? kind.empty));
}

function checkField(field: PlacedField, { value, entered }: { value: unknown; entered: unknown }, scope: FormScope): string[] {
	const { component, row, isHidden } = field;
	const name = describe(field);
	if (entered !== undefined) {
		if (isHidden) return [`${name} is hidden with these values`];
		if (component.disabled === true) return [`${name} is disabled`];
		if (isComputed(field)) return [`${name} is computed by the form`];
		if (evaluateFlag(component.readonly, scope, row) || component.readonly === true) return [`${name} is read-only`];
		const refusal = describeField(field, scope).refuse(entered);
		if (refusal) return [`${name} ${refusal}`];
	}
	if (isHidden || component.disabled === true || isComputed(field)) return [];
	return findBrokenRules(field, value, scope).map((rule) => `${name} ${rule}`);
}

const describe = ({ path, component }: PlacedField): string =>
	`the field "${path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`), '')}"` +
	(component.label === undefined || component.label === '' || component.label.startsWith('=') ? '' : ` (${component.label})`);

/** Names the values that have no field, with the fields there are. */
function findUnknown(entered: Data, fields: PlacedField[]): string[] {
	const known = new Set(fields.map(({ path }) => toPattern(path)));
	const inside = new Set(fields.flatMap(({ path }) => path.map((_, index) => toPattern(path.slice(0, index)))));
	const find = (value: unknown, path: Array<string | number>): string[] => {
		const pattern = toPattern(path);
		if (path.length > 0 && known.has(pattern)) return [];
		if (path.length > 0 && !inside.has(pattern)) return [`the form has no field "${path.join('.')}"`];
		if (Array.isArray(value)) return value.flatMap((one, index) => find(one, [...path, index]));
		return isRecord(value) ? Object.entries(value).flatMap(([name, one]) => find(one, [...path, name])) : [];
	};
	return find(entered, []);
}

/** The rows of a list have the same fields. */
const toPattern = (path: Array<string | number>): string => JSON.stringify(path.map((part) => (typeof part === 'number' ? 0 : part)));

const isRecord = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
