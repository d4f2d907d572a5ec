import { TroupeError } from '../../core/base/errors';
import type { Feel } from '../feel/feel-port';
import { TooLarge } from '../feel/evaluation-budget';
import { FeelFailure } from '../feel/scope';
import { writeOffset } from './date-times';

export interface FormScope {
	feel: Feel;
	now: () => number;
}

export interface Names {
	/** The values of all fields that are shown, and the variables. */
	data: Record<string, unknown>;
	/** The row, or all values where there is none. */
	this: unknown;
	parent: unknown;
	/** The numbers of the rows around, from one. */
	i: number[];
}

export function evaluate(value: unknown, { feel, now }: FormScope, names: Names): unknown {
	if (!isExpression(value)) return value;
	try {
		return feel.evaluate(value.slice(1), { now, lookUp: (name) => lookUp(names, name) }).value;
	} catch (error) {
		if (!(error instanceof FeelFailure)) throw error;
		if (error.cause instanceof TooLarge)
			throw new TroupeError({
				code: 'INPUT_TOO_LARGE',
				message: `The form's expression ${value} takes too long: ${error.cause.message}.`,
				fix: 'Simplify the expression.',
				cause: error,
			});
		return null;
	}
}

export const isExpression = (value: unknown): value is string => typeof value === 'string' && value.startsWith('=');

/** Evaluates what a field computes. form-js sends a date as the beginning of the day, and milliseconds with every time. */
export function compute(expression: unknown, scope: FormScope, names: Names): unknown {
	const result = evaluate(expression, scope, names);
	const parts = isExpression(expression) && typeof result === 'string' ? dateTime.exec(result) : null;
	if (!isExpression(expression) || !parts) return result;
	const isOf = (type: string): boolean => evaluate(`=(${expression.slice(1)}\n) instance of ${type}`, scope, names) === true;
	if (!isOf('date') && !isOf('date and time')) return result;
	const [, date, time = '00:00:00', fraction = '', zone] = parts;
	return `${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${zone ?? writeOffset(new Date(`${date}T${time}`))}`;
}

const dateTime = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})?(?:\[.*\])?)?$/;

/** Checks a condition as form-js does: as unary tests of null. Invalid FEEL never holds. */
export function isMet(condition: unknown, scope: FormScope, names: Names): boolean {
	if (!isExpression(condition)) return false;
	const negated = readNegated(condition.slice(1).trim());
	// A comment may be last.
	const results = evaluate(`=[${negated ?? condition.slice(1)}\n]`, scope, names);
	if (!Array.isArray(results)) return false;
	const holds = results.some((result: unknown) => result === true || result === null || (Array.isArray(result) && result.includes(null)));
	return negated === undefined ? holds : !holds;
}

function readNegated(text: string): string | undefined {
	const start = /^not\s*\(/.exec(text)?.[0].length;
	if (start === undefined) return undefined;
	let depth = 1;
	for (const { 0: token, index } of text.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[()]/g)) {
		if (token === '(') depth++;
		if (token === ')' && --depth === 0) return start + index === text.length - 1 ? text.slice(start, -1) : undefined;
	}
	return undefined;
}

function lookUp({ data, ...place }: Names, name: string): unknown {
	const own = /^_(this|parent|i)_$/.exec(name)?.[1];
	if (own !== undefined) return place[own as keyof typeof place];
	if (Object.hasOwn(data, name)) return data[name];
	return Object.hasOwn(place, name) ? place[name as keyof typeof place] : undefined;
}
