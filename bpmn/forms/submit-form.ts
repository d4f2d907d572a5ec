import type { Feel } from '../feel/feel-port';
import { compareNumbers, isZero, modulo, numberText, parseNumber } from '../feel/numbers';
import type { FeelNumber } from '../feel/numbers';
import { kindOf } from './field-kinds';
import { evaluate } from './form-expressions';
import type { FormScope } from './form-expressions';
import { isRecord, readPath, writePath, type Data, type Path, type PlacedField } from './form-fields';
import { isContainer, type FormComponent, type FormModel } from './form-model';
import { findClash } from './path-claims';
import { ShownForm } from './shown-form';

/** Checks a value by the rules of the component, as form-js does. Each message continues `the field …`. */
function findBrokenRules({ component, names }: PlacedField, value: unknown, scope: FormScope): string[] {
	const checked = Object.entries(component.validate ?? {}).flatMap(([name, rule]) => {
		const limit = limits.has(name) ? evaluate(rule, scope, names) : rule;
		return limit === undefined || limit === null ? [] : (checks[name]?.(value, limit, component.type) ?? []);
	});
	return [...(component.type === 'number' ? checkNumber(value, component) : []), ...checked];
}

type Check = (value: unknown, rule: unknown, type: string) => string | undefined;

const limits = new Set(['min', 'max', 'minLength', 'maxLength']);

const length = (value: unknown): number | undefined => (typeof value === 'string' && value !== '' ? value.trim().length : undefined);

const readNumber = (value: unknown): FeelNumber | undefined =>
	['number', 'bigint', 'string'].includes(typeof value) ? parseNumber(String(value)) : undefined;

function checkLimit(value: unknown, limit: unknown, side: 1 | -1): string | undefined {
	if (!value && value !== 0 && value !== 0n) return undefined;
	const own = readNumber(value);
	const other = readNumber(limit);
	if (own === undefined || other === undefined) return `has the limit ${String(limit)}, which is not a number`;
	return Math.sign(compareNumbers(own, other)) === side ? `is ${side > 0 ? 'above' : 'below'} ${String(limit)}` : undefined;
}

/** By the name of the rule. Empty values are the matter of `required`. */
const checks: Record<string, Check> = {
	required: (value, rule, type) => (rule && isUnset(value, type) ? 'is required' : undefined),
	min: (value, rule) => checkLimit(value, rule, -1),
	max: (value, rule) => checkLimit(value, rule, 1),
	minLength: (value, rule) => (length(value)! < Number(rule) ? `is shorter than ${String(rule)} characters` : undefined),
	maxLength: (value, rule) => (length(value)! > Number(rule) ? `is longer than ${String(rule)} characters` : undefined),
	pattern: (value, rule) => (value && rule ? checkPattern(toText(value), toText(rule)) : undefined),
	validationType: (value, rule) => {
		const type = types[String(rule)];
		return type && value && !type.pattern.test(toText(value)) ? `takes ${type.name}` : undefined;
	},
};

const toText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function checkPattern(text: string, pattern: string): string | undefined {
	try {
		return new RegExp(pattern).test(text) ? undefined : `does not match the pattern ${pattern}`;
	} catch {
		return `has the pattern ${pattern}, which is not a regular expression`;
	}
}

/** A number has no more digits than a double. */
const maxDigits = 400;

const isMultiple = (value: FeelNumber, step: FeelNumber): boolean => isZero(modulo(value, step));

function checkNumber(value: unknown, { decimalDigits, increment }: FormComponent): string[] {
	const own = readNumber(value);
	if (own === undefined || isZero(own)) return [];
	const problems: string[] = [];
	if (
		decimalDigits !== undefined &&
		decimalDigits >= 0 &&
		decimalDigits <= maxDigits &&
		!isMultiple(own, parseNumber(`1e-${decimalDigits}`)!)
	)
		problems.push(decimalDigits === 0 ? 'takes a whole number' : `takes at most ${decimalDigits} decimal digits`);
	const step = readNumber(increment);
	if (step !== undefined && !isZero(step) && !isMultiple(own, step)) problems.push(`takes a multiple of ${numberText(step)}`);
	return problems;
}

/** Country codes of the ITU (E.164), by zone. */
const countryCode = String.raw`(?:1|7|2[07]|2[1-689]\d|3[0-469]|3[578]\d|4[013-9]|42\d|5[1-8]|5[09]\d|6[0-6]|6[7-9]\d|8[1246]|8[035789]\d|9[0-58]|9[679]\d)`;

const types: Record<string, { pattern: RegExp; name: string }> = {
	// As browsers check it: HTML, "valid email address".
	email: {
		pattern: new RegExp(
			String.raw`^[\w.!#$%&'*+/=?^\`{|}~-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$`,
			'i',
		),
		name: 'an e-mail address',
	},
	// form-js reads another code in a longer number, or one that begins with 0.
	phone: {
		pattern: new RegExp(String.raw`(?:\+|00)${countryCode}${countryCode}\d{4,20}$`),
		name: 'an international phone number, such as +4930664040900',
	},
};

const isUnset = (value: unknown, type: string): boolean =>
	value === undefined ||
	value === null ||
	value === '' ||
	(type === 'checkbox' && value === false) ||
	(Array.isArray(value) && value.length === 0);

interface Entry {
	variables: Data;
	/** Values that the person enters, by the names of variables; lists and objects as the form has them. */
	entered: Data;
}

interface Submission {
	values: Data;
	/** Each names a field and says why its value is refused. */
	problems: string[];
	/** Visible fields, in the order of the form. */
	fields: ShownField[];
}

/** A field as a person sees it with these values. */
export interface ShownField {
	path: Path;
	component: FormComponent;
	value: unknown;
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

/** All rows of a list have the same fields. */
const toPattern = (path: Path): string => toKey(path.map((part) => (typeof part === 'number' ? 0 : part)));
