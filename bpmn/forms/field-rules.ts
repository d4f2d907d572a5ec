import { compareNumbers, isZero, modulo, numberText, parseNumber, type FeelNumber } from '../feel/numbers';
import { evaluate, type FormScope } from './form-expressions';
import type { PlacedField } from './form-fields';
import type { FormComponent } from './form-model';

/** Checks a value by the rules of the component, as form-js does. Each message continues `the field …`. */
export function findBrokenRules({ component, names }: PlacedField, value: unknown, scope: FormScope): string[] {
	const checked = Object.entries(component.validate ?? {}).flatMap(([name, rule]) => {
		const limit = limits.has(name) ? evaluate(rule, scope, names) : rule;
		return limit === undefined || limit === null ? [] : (checks[name]?.(value, limit, component.type) ?? []);
	});
	return [...(component.type === 'number' ? checkNumber(value, component) : []), ...checked];
}

type Check = (value: unknown, rule: unknown, type: string) => string | undefined;

/** The rules that may be expressions. */
const limits = new Set(['min', 'max', 'minLength', 'maxLength']);

const length = (value: unknown): number | undefined => (typeof value === 'string' && value !== '' ? value.trim().length : undefined);

const readNumber = (value: unknown): FeelNumber | undefined =>
	['number', 'bigint', 'string'].includes(typeof value) ? parseNumber(String(value)) : undefined;

/** Compares the value with the limit; undefined for an empty value. */
function checkLimit(value: unknown, limit: unknown, side: 1 | -1): string | undefined {
	if (!value && value !== 0 && value !== 0n) return undefined;
	const [own, other] = [readNumber(value), readNumber(limit)];
	if (own === undefined || other === undefined) return `has the limit ${String(limit)}, which is not a number`;
	return Math.sign(compareNumbers(own, other)) === side ? `is ${side > 0 ? 'above' : 'below'} ${String(limit)}` : undefined;
}

/** By the name of the rule. One that is not met by an empty value is `required`'s to tell. */
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
	// form-js reads another code in the number that follows, so that it is longer and does not begin with 0.
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
