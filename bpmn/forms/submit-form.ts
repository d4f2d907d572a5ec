import type { Feel } from '../feel/feel-port';
import { kindOf } from './field-kinds';
import { findBrokenRules } from './field-rules';
import { isRecord, readPath, writePath, type Data, type Path, type PlacedField } from './form-fields';
import { isContainer, type FormComponent, type FormModel } from './form-model';
import { findClash } from './path-claims';
import { ShownForm } from './shown-form';

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
	/** What a person sees, in the order of the form: without what is hidden. */
	fields: ShownField[];
}

/** A field as a person sees it with these values. */
export interface ShownField {
	path: Path;
	component: FormComponent;
	value: unknown;
	/** The values that a choice offers. */
	options: unknown[];
	isReadOnly: boolean;
	/** Why its value is refused: each continues `the field …`. */
	problems: string[];
}

/**
 * Fills a form in as a person does in Tasklist, whose forms are form-js.
 * Values that no person could enter are refused, though an engine would take them.
 * @throws TroupeError INPUT_TOO_LARGE when the form has too many fields, or an expression that takes too long
 */
export function submitForm(form: FormModel, { variables, entered }: Entry, feel: Feel, now: () => number): Submission {
	const clash = findClash(form.components);
	if (clash) return { values: {}, problems: [`the form does not open: a component ${clash.reason}`], fields: [] };
	const scope = { feel, now };
	const shown = new ShownForm(form, variables, scope);
	const sizes = new Map(shown.fields.map((field) => [toKey(field.path), listLength(shown.read(field.path))]));
	shown.enter(entered);
	shown.submit();
	const values: Data = {};
	const problems = findUnknown(entered, shown.fields);
	const fields: ShownField[] = [];
	for (const field of shown.fields) {
		const { component, path, isHidden } = field;
		if (path.length === 0) continue;
		const refusal = refuse(field, readPath(entered, path), sizes.get(toKey(path)), shown);
		const own = refusal
			? [refusal]
			: isContainer(component) || isHidden || component.disabled
				? []
				: findBrokenRules(field, shown.read(path), scope);
		problems.push(...own.map((rule) => `${describe(field)} ${rule}`));
		if (isContainer(component) || isHidden) continue;
		const value = shown.read(path);
		const isReadOnly = Boolean(component.disabled) || shown.isReadOnly(field) || component.type === 'expression';
		fields.push({ path, component, value, options: shown.options(field), isReadOnly, problems: own });
		if (!component.disabled && value !== undefined) writePath(values, path, value);
	}
	return { values, problems, fields };
}

const listLength = (rows: unknown): number | undefined => (Array.isArray(rows) ? rows.length : undefined);

function refuse(field: PlacedField, entered: unknown, rows: number | undefined, shown: ShownForm): string | undefined {
	const { component, isHidden } = field;
	if (entered === undefined) return undefined;
	const isOfList = isContainer(component);
	if (isOfList && Array.isArray(entered) && entered.length === rows) return undefined;
	if (isHidden) return 'is hidden with these values';
	if (component.disabled) return 'is disabled';
	if (component.type === 'expression') return 'is computed by the form';
	if (shown.isReadOnly(field)) return 'is read-only';
	if (isOfList) {
		if (!Array.isArray(entered)) return 'takes a list of rows';
		return component.allowAddRemove === false ? `has ${rows ?? 0} rows, which a person cannot change` : undefined;
	}
	const kind = kindOf(component);
	const isEmpty = entered === null || entered === kind.empty;
	return isEmpty ? undefined : kind.refuse(entered, component, shown.options(field));
}

const describe = ({ path, component }: PlacedField): string =>
	`the field "${path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`), '')}"` +
	(component.label === undefined || component.label === '' || component.label.startsWith('=') ? '' : ` (${component.label})`);

/** Names the values that have no field. */
function findUnknown(entered: Data, fields: PlacedField[]): string[] {
	const known = new Set(fields.filter(({ component }) => !isContainer(component)).map(({ path }) => toPattern(path)));
	const inside = new Set(
		fields.flatMap(({ path, component }) =>
			[...path.keys(), ...(isContainer(component) ? [path.length] : [])].map((end) => toPattern(path.slice(0, end))),
		),
	);
	const find = (value: unknown, path: Path): string[] => {
		const pattern = toPattern(path);
		if (path.length > 0 && known.has(pattern)) return [];
		if (path.length > 0 && !inside.has(pattern) && !(typeof path.at(-1) === 'number')) return [`the form has no field "${path.join('.')}"`];
		if (Array.isArray(value)) return value.flatMap((one, index) => find(one, [...path, index]));
		return isRecord(value) ? Object.entries(value).flatMap(([name, one]) => find(one, [...path, name])) : [];
	};
	return find(entered, []);
}

const toKey = (path: Path): string => JSON.stringify(path);

/** The rows of a list have the same fields. */
const toPattern = (path: Path): string => toKey(path.map((part) => (typeof part === 'number' ? 0 : part)));
