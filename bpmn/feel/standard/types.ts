import { isNumber } from '../numbers';
import { DateTimeValue, DateValue, DurationValue, MonthsValue, TimeValue } from '../temporal';
import { FunctionValue, isContext, RangeValue, emptyContext } from '../values';
import { parseDate, parseDateTime, parseDuration, parseTime } from './temporal-texts';
import type { TypeNode } from './syntax';
import { toDateTime } from './values';

/** DMN 1.5, 10.3.2.3: what a value must be. */
export type Type =
	| { kind: 'Any' | 'Null' }
	| { kind: 'simple'; name: string; holds(value: unknown): boolean; parse?(text: string): unknown }
	| { kind: 'list' | 'range'; item: Type }
	| { kind: 'context'; entries: Map<string, Type> }
	| { kind: 'function'; parameters?: Type[]; result?: Type }
	| { kind: 'restricted'; base: Type; allows(value: unknown): boolean };

export const anyType: Type = { kind: 'Any' };

const simple = (name: string, holds: (value: unknown) => boolean, parse?: (text: string) => unknown): Type => ({
	kind: 'simple',
	name,
	holds,
	parse,
});

const months = simple('years and months duration', (value) => value instanceof MonthsValue, ofClass(MonthsValue));
const duration = simple('days and time duration', (value) => value instanceof DurationValue, ofClass(DurationValue));
const dateTime = simple('date and time', (value) => value instanceof DateTimeValue, parseDateTime);

function ofClass(type: typeof MonthsValue | typeof DurationValue) {
	return (text: string): unknown => {
		const value = parseDuration(text);
		return value instanceof type ? value : undefined;
	};
}

const builtInTypes = new Map<string, Type>([
	['Any', anyType],
	['Null', { kind: 'Null' }],
	['number', simple('number', isNumber)],
	['string', simple('string', (value) => typeof value === 'string')],
	['boolean', simple('boolean', (value) => typeof value === 'boolean')],
	['date', simple('date', (value) => value instanceof DateValue, parseDate)],
	['time', simple('time', (value) => value instanceof TimeValue, parseTime)],
	['date and time', dateTime],
	['dateTime', dateTime],
	['years and months duration', months],
	['yearMonthDuration', months],
	['days and time duration', duration],
	['dayTimeDuration', duration],
	['duration', simple('duration', (value) => value instanceof MonthsValue || value instanceof DurationValue, parseDuration)],
	['list', { kind: 'list', item: anyType }],
	['range', { kind: 'range', item: anyType }],
	['context', { kind: 'context', entries: new Map() }],
	['function', { kind: 'function' }],
]);

export const findBuiltInType = (name: string): Type | undefined => builtInTypes.get(name.replace(/^feel[:.]/, ''));

export type FindType = (name: string) => Type | undefined;

export function resolveType(node: TypeNode, find: FindType): Type | undefined {
	if (node.kind === 'named') return findBuiltInType(node.name) ?? find(node.name);
	if (node.kind === 'list' || node.kind === 'range') {
		const item = resolveType(node.item, find);
		return item && { kind: node.kind, item };
	}
	if (node.kind === 'context') {
		const entries = node.entries.map(([name, type]) => [name, resolveType(type, find)] as const);
		return entries.some(([, type]) => type === undefined)
			? undefined
			: { kind: 'context', entries: new Map(entries as Array<[string, Type]>) };
	}
	const [result, ...parameters] = [node.result, ...node.parameters].map((part) => resolveType(part, find));
	if (!result || parameters.includes(undefined)) return undefined;
	return { kind: 'function', parameters: parameters as Type[], result };
}

/** Checks a value against a type. Null is of every type where a value is expected, and of `Null` alone for `instance of`. */
export function conforms(value: unknown, type: Type): boolean {
	if (value === null || type.kind === 'Any') return true;
	return isInstance(value, type, conforms);
}

/** Checks a value against a type as `instance of` does: without its allowed values. */
export function isInstance(value: unknown, type: Type, part: (value: unknown, type: Type) => boolean = isPart): boolean {
	switch (type.kind) {
		case 'Any':
			return value !== null;
		case 'Null':
			return value === null;
		case 'simple':
			return type.holds(value);
		case 'list':
			return Array.isArray(value) && value.every((item) => part(item, type.item));
		case 'range':
			return value instanceof RangeValue && [value.start, value.end].every((end) => end === undefined || part(end, type.item));
		case 'context':
			return isContext(value) && [...type.entries].every(([name, entry]) => Object.hasOwn(value, name) && part(value[name], entry));
		case 'function':
			return value instanceof FunctionValue && conformsFunction(value, type);
		case 'restricted':
			return isInstance(value, type.base, part) && (part === isPart || type.allows(value));
	}
}

const isPart = (value: unknown, type: Type): boolean => value === null || type.kind === 'Any' || isInstance(value, type, isPart);

function conformsFunction(value: FunctionValue, { parameters, result }: Type & { kind: 'function' }): boolean {
	if (!parameters) return true;
	if (value.parameters.length !== parameters.length) return false;
	const { types } = value as { types?: { parameters: Type[]; result: Type } };
	if (!types) return true;
	// The result of a function whose names have no type at the call.
	const hasResult = types.result.kind === 'Any' || isSubtype(types.result, result ?? anyType);
	return hasResult && parameters.every((type, index) => isSubtype(type, types.parameters[index]!));
}

/** Checks that every value of the type is one of the other. */
function isSubtype(type: Type, of: Type): boolean {
	if (of.kind === 'Any' || type === of || type.kind === 'Null') return true;
	if (type.kind === 'restricted') return isSubtype(type.base, of);
	if ((type.kind === 'list' || type.kind === 'range') && of.kind === type.kind) return isSubtype(type.item, of.item);
	if (type.kind === 'simple' && of.kind === 'simple') return type.name === of.name;
	if (type.kind !== 'context' || of.kind !== 'context') return type.kind === of.kind;
	return [...of.entries].every(([name, entry]) => type.entries.has(name) && isSubtype(type.entries.get(name)!, entry));
}

/** Undefined where the value is not of the type, even when it is converted as DMN 1.5, 10.3.2.9.4 says. */
export function coerce(value: unknown, type: Type): unknown {
	if (conforms(value, type)) return value;
	if (type.kind === 'restricted') {
		const converted = coerce(value, type.base);
		return converted !== undefined && converted !== value && type.allows(converted) ? converted : undefined;
	}
	if (Array.isArray(value) && type.kind !== 'list')
		return value.length === 1 && !Array.isArray(value[0]) ? coerce(value[0], type) : undefined;
	if (type.kind === 'list') return coerceItems(Array.isArray(value) ? value : [value], type.item);
	if (type === dateTime && value instanceof DateValue) return toDateTime(value);
	return type.kind === 'context' && isContext(value) ? coerceEntries(value, type.entries) : undefined;
}

function coerceItems(items: unknown[], type: Type): unknown {
	const converted = items.map((item) => coerce(item, type));
	return converted.includes(undefined) ? undefined : converted;
}

function coerceEntries(value: Record<string, unknown>, entries: Map<string, Type>): unknown {
	const result = Object.assign(emptyContext(), value);
	for (const [name, type] of entries) {
		const entry = Object.hasOwn(value, name) ? coerce(value[name], type) : undefined;
		if (entry === undefined) return undefined;
		result[name] = entry;
	}
	return result;
}

/** A value from JSON, in which dates, times and durations are texts. */
export function fromJson(value: unknown, type: Type): unknown {
	if (value === undefined || value === null) return null;
	if (type.kind === 'restricted') return fromJson(value, type.base);
	if (type.kind === 'simple') {
		if (Array.isArray(value)) return value.map((item) => fromJson(item, type));
		return typeof value === 'string' && type.parse ? (type.parse(value) ?? value) : toValue(value);
	}
	if (type.kind === 'list') return Array.isArray(value) ? value.map((item) => fromJson(item, type.item)) : fromJson(value, type.item);
	if (type.kind !== 'context' || typeof value !== 'object' || Array.isArray(value)) return toValue(value);
	const missing = Object.fromEntries([...type.entries.keys()].map((name) => [name, null]));
	return mapEntries({ ...missing, ...value }, (entry, name) => fromJson(entry, type.entries.get(name) ?? anyType));
}

/** Contexts without a prototype: no entry's name is special. */
function toValue(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(toValue);
	return typeof value === 'object' && value !== null ? mapEntries(value, toValue) : value;
}

function mapEntries(value: object, convert: (entry: unknown, name: string) => unknown): unknown {
	const result = emptyContext();
	for (const [name, entry] of Object.entries(value)) result[name] = entry === undefined || entry === null ? null : convert(entry, name);
	return result;
}
