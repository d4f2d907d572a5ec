import { maxJsonDepth } from '../../core/base/text/json/lossless-json';
import { spend, spendOn, TooLarge } from './evaluation-budget';
import { compareNumbers, isNumber, numberText, toJsonNumber, type FeelNumber } from './numbers';
import { compareTemporal, DateTimeValue, equalTemporal, isTemporal, TimeValue } from './temporal';
import type { ZeebeVersion } from '../zeebe-version';
import type { ResultType } from './feel-port';
import { displayText, variableText } from './temporal-texts';

export class FunctionValue {
	constructor(
		readonly parameters: string[],
		readonly invoke: (values: unknown[]) => unknown,
		/** The last parameter is a list of all that follows. */
		readonly takesMore = false,
	) {}
}

export class RangeValue {
	constructor(
		readonly start: unknown,
		readonly startClosed: boolean,
		readonly end: unknown,
		readonly endClosed: boolean,
	) {}
}

export type Context = Record<string, unknown>;

/** Functions that a context defines. They are not entries of it. */
export const functionsOf = Symbol('functions');

export const emptyContext = (): Context & { [functionsOf]?: Map<string, FunctionValue> } => Object.create(null) as Context;

export function named(name: string, value: unknown): Record<string, unknown> {
	const context = emptyContext();
	context[name] = value;
	return context;
}

export const isContext = (value: unknown): value is Context =>
	typeof value === 'object' &&
	value !== null &&
	!Array.isArray(value) &&
	!isNumber(value) &&
	!isTemporal(value) &&
	!(value instanceof FunctionValue) &&
	!(value instanceof RangeValue);

/** Null when there is no such entry. */
export const getEntry = (context: Context, key: string): unknown => (Object.hasOwn(context, key) ? context[key] : undefined);

/** Tells values apart that are not compared with each other. */
export function getType(value: unknown): string {
	if (value === null || value === undefined) return 'null';
	if (typeof value === 'string' || typeof value === 'boolean') return typeof value;
	if (isNumber(value)) return 'number';
	if (Array.isArray(value)) return 'list';
	if (isTemporal(value)) return value.type;
	if (value instanceof FunctionValue) return 'function';
	return value instanceof RangeValue ? 'range' : 'context';
}

const resultTypes: Record<string, ResultType> = {
	null: 'NULL',
	boolean: 'BOOLEAN',
	number: 'NUMBER',
	string: 'STRING',
	date: 'DATE',
	time: 'TIME',
	'local time': 'TIME',
	'date and time': 'DATE_TIME',
	'local date and time': 'DATE_TIME',
	'days and time duration': 'DURATION',
	'years and months duration': 'PERIOD',
	list: 'ARRAY',
	context: 'OBJECT',
	function: 'FUNCTION',
	range: 'RANGE',
};

export const getResultType = (value: unknown): ResultType => resultTypes[getType(value)]!;

export function typeName(value: unknown): string {
	if (value instanceof TimeValue) return 'time';
	return value instanceof DateTimeValue ? 'date and time' : getType(value);
}

/** Undefined where the types differ: then nothing can be said. */
export function equals(a: unknown, b: unknown): boolean | undefined {
	spend(1);
	if (a === null || b === null) return a === b;
	const type = getType(a);
	if (type !== getType(b)) return undefined;
	if (type === 'number') return compareNumbers(a as FeelNumber, b as FeelNumber) === 0;
	if (type === 'string' || type === 'boolean') return a === b;
	if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => equals(item, b[index]) === true);
	if (isTemporal(a) && isTemporal(b)) return equalTemporal(a, b);
	return type === 'context' ? equalContexts(a as Context, b as Context) : undefined;
}

function equalContexts(a: Context, b: Context): boolean {
	const keys = Object.keys(a);
	return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equals(a[key], b[key]) === true);
}

/** Compares items of a list: contexts differ even when they have the same entries (recorded from Zeebe 8.6). */
export function isSame(a: unknown, b: unknown): boolean {
	spend(1);
	if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
	return isContext(a) || isContext(b) ? a === b : equals(a, b) === true;
}

/** Undefined where the two have no order. */
export function compare(a: unknown, b: unknown): number | undefined {
	if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
	if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
	return isTemporal(a) && isTemporal(b) ? compareTemporal(a, b) : undefined;
}

export function describe(value: unknown): string {
	spend(1);
	spendOn(value);
	if (value === null || value === undefined) return 'null';
	if (typeof value === 'string') return `"${value}"`;
	if (isNumber(value)) return numberText(value);
	if (isTemporal(value)) return displayText(value);
	if (Array.isArray(value)) return `[${value.map(describe).join(', ')}]`;
	if (value instanceof FunctionValue) return `function(${value.parameters.join(', ')})`;
	if (value instanceof RangeValue) return describeRange(value);
	if (typeof value === 'boolean') return String(value);
	return `{${Object.entries(value)
		.map(([key, entry]) => `${key}:${describe(entry)}`)
		.join(', ')}}`;
}

const describeRange = ({ start, startClosed, end, endClosed }: RangeValue): string =>
	`${startClosed ? '[' : '('}${describe(start)}..${describe(end)}${endClosed ? ']' : ')'}`;

/** Returns values of variables unchanged. @throws TooLarge for too many levels */
export function toJson(value: unknown, version: ZeebeVersion = '8.6', levels = maxJsonDepth): unknown {
	spend(1);
	if (levels === 0) throw new TooLarge(`its result is nested more than ${maxJsonDepth} levels deep`);
	spendOn(value);
	if (typeof value === 'string') return value.isWellFormed() ? value : value.replaceAll(/\p{Surrogate}/gu, '?');
	if (typeof value === 'boolean' || value === null || value === undefined) return value ?? null;
	// Unread integers pass unchanged, at any size.
	if (typeof value === 'bigint') return value;
	if (isNumber(value)) return toJsonNumber(value);
	if (Array.isArray(value)) return value.map((item) => toJson(item, version, levels - 1));
	if (isTemporal(value)) return variableText(value, version);
	if (value instanceof FunctionValue || value instanceof RangeValue) return null;
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toJson(entry, version, levels - 1)]));
}
