import type { ZeebeVersion } from '../../zeebe-version';
import { spend } from '../evaluation-budget';
import { add, compareNumbers, divide, isNumber, multiply, numberText, subtract, toDouble, toInteger, type FeelNumber } from '../numbers';
import { FeelFailure } from '../scope';
import { compare, describe, equals, FunctionValue, isSame } from '../values';
import { define, defineWithMore, ofList, since88, WrongArguments, type BuiltIn, type BuiltIns } from './built-in';
import { groupItems } from './group-items';

/** From one, or back from the end. */
const indexIn = (items: unknown[], place: number): number => (place > 0 ? place - 1 : items.length + place);
const first = (items: unknown[], count: number): unknown[] => items.slice(0, Math.max(count, 0));
const without = (items: unknown[], count: number): unknown[] => items.slice(Math.max(count, 0));

const ofNumberList = (calculate: (numbers: FeelNumber[]) => unknown, none: unknown = null): BuiltIn =>
	defineWithMore('list', (items) => {
		if (items.length === 0) return none;
		const wrong = items.find((item) => !isNumber(item));
		if (wrong !== undefined) throw new WrongArguments(`expected number but found '${describe(wrong)}'`);
		return calculate(items as FeelNumber[]);
	});

const extreme = (sign: 1 | -1): BuiltIn =>
	defineWithMore('list', (items) => {
		if (items.length === 0) return null;
		if (items.some((item) => compare(item, items[0]) === undefined)) throw new WrongArguments(`${describe(items)} is not comparable`);
		return items.reduce((best, item) => (compare(item, best)! * sign > 0 ? item : best));
	});

const sum = (numbers: FeelNumber[]): FeelNumber => numbers.reduce(add);
const sorted = (numbers: FeelNumber[]): FeelNumber[] => [...numbers].sort(compareNumbers);

function median(numbers: FeelNumber[]): FeelNumber {
	const ordered = sorted(numbers);
	const middle = Math.floor(numbers.length / 2);
	return numbers.length % 2 === 1 ? ordered[middle]! : divide(add(ordered[middle - 1]!, ordered[middle]!), 2);
}

function deviation(numbers: FeelNumber[]): FeelNumber {
	if (numbers.length === 1) throw new FeelFailure('Division undefined');
	const mean = divide(sum(numbers), numbers.length);
	const squares = numbers.map((value) => subtract(value, mean)).map((difference) => multiply(difference, difference));
	return Math.sqrt(toDouble(divide(sum(squares), numbers.length - 1)));
}

function mode(numbers: FeelNumber[]): FeelNumber[] {
	const counts = new Map<string, { value: FeelNumber; count: number }>();
	for (const value of numbers) {
		const key = numberText(toDouble(value));
		counts.set(key, { value, count: (counts.get(key)?.count ?? 0) + 1 });
	}
	const most = [...counts.values()].reduce((largest, { count }) => Math.max(largest, count), 0);
	return sorted([...counts.values()].filter(({ count }) => count === most).map(({ value }) => value));
}

const isEqual = (a: unknown, b: unknown): boolean => equals(a, b) === true;
const takeFirst = (groups: unknown[][]): unknown[] => groups.map(([item]) => item);
const distinct = (items: unknown[]): unknown[] => takeFirst(groupItems(items, isEqual));

function flatten(items: unknown[]): unknown[] {
	spend(items.length);
	return items.flatMap((item) => (Array.isArray(item) ? flatten(item) : [item]));
}

function sort(items: unknown[], precedes: FunctionValue): unknown[] {
	if (precedes.parameters.length !== 2)
		throw new WrongArguments(`expect boolean function with 2 arguments, but found '${precedes.parameters.length}'`);
	const isBefore = (a: unknown, b: unknown): boolean => {
		const result = precedes.invoke([a, b]);
		if (typeof result !== 'boolean')
			throw new WrongArguments(`fail to sort list by given precedes function: expected boolean but found '${describe(result)}'`);
		return result;
	};
	return [...items].sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0));
}

function sublist(items: unknown[], start: number, length?: FeelNumber): unknown[] {
	const from = indexIn(items, start);
	return without(first(items, length === undefined ? items.length : from + toInteger(length)), from);
}

const join = (parameters: string[]): BuiltIn =>
	define(parameters, ([list, delimiter = null, prefix = null, suffix = null]) => {
		const marks = [delimiter, prefix, suffix];
		if (
			!Array.isArray(list) ||
			!marks.every((mark) => mark === null || typeof mark === 'string') ||
			(prefix === null) !== (suffix === null)
		)
			return undefined;
		if (!list.every((item) => item === null || typeof item === 'string'))
			throw new WrongArguments(`expected a list of strings but found '${describe(list)}'`);
		const [between, before, after] = marks.map((mark) => mark ?? '') as [string, string, string];
		return before + list.filter((item) => item !== null).join(between) + after;
	});

function partition(items: unknown[], place: FeelNumber): unknown[][] {
	const size = toInteger(place);
	if (size <= 0) throw new WrongArguments(`'size' should be greater than zero but was '${size}'`);
	return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/** @throws WrongArguments for a place of 0, since 8.8 */
function toIndex(place: FeelNumber, version: ZeebeVersion): number {
	const index = toInteger(place);
	if (index === 0 && version !== '8.6') throw new WrongArguments('position must be a non-zero number');
	return index;
}

const atPlace = (parameters: string[], invoke: (items: unknown[], place: number, more: unknown) => unknown): BuiltIn =>
	define(parameters, ([list, place, more], { version }) =>
		Array.isArray(list) && isNumber(place) ? invoke(list, toIndex(place, version), more) : undefined,
	);

const flat = (lists: unknown[]): unknown[] => lists.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : [list]));

export const listFunctions: BuiltIns = {
	'list contains': [
		define(['list', 'element'], ([list, element]) => (Array.isArray(list) ? list.some((item) => isSame(item, element)) : undefined)),
	],
	count: [ofList((items) => items.length)],
	min: [extreme(-1)],
	max: [extreme(1)],
	sum: [ofNumberList(sum)],
	product: [ofNumberList((numbers) => numbers.reduce(multiply))],
	mean: [ofNumberList((numbers) => divide(sum(numbers), numbers.length))],
	median: [ofNumberList(median)],
	stddev: [ofNumberList(deviation)],
	mode: [ofNumberList(mode, [])],
	sublist: [
		define(['list', 'start'], ([list, start], { version }) =>
			Array.isArray(list) && isNumber(start) ? sublist(list, toIndex(start, version)) : undefined,
		),
		define(['list', 'start', 'length'], ([list, start, length], { version }) =>
			Array.isArray(list) && isNumber(start) && isNumber(length) ? sublist(list, toIndex(start, version), length) : undefined,
		),
	],
	append: [
		{
			parameters: ['list', 'items'],
			takesMore: true,
			invoke: ([list, items]) =>
				Array.isArray(list) && Array.isArray(items) ? [...(list as unknown[]), ...(items as unknown[])] : undefined,
		},
	],
	concatenate: [defineWithMore('lists', flat)],
	'insert before': [
		atPlace(['list', 'position', 'newItem'], (items, place, item) => [
			...first(items, indexIn(items, place)),
			item,
			...without(items, indexIn(items, place)),
		]),
	],
	remove: [
		atPlace(['list', 'position'], (items, place) => [...first(items, indexIn(items, place)), ...without(items, indexIn(items, place + 1))]),
	],
	reverse: [ofList((items) => items.toReversed())],
	'index of': [
		define(['list', 'match'], ([list, match]) =>
			Array.isArray(list) ? list.flatMap((item, index) => (isSame(item, match) ? [index + 1] : [])) : undefined,
		),
	],
	union: [defineWithMore('lists', (lists) => distinct(flat(lists)))],
	'distinct values': [ofList(distinct)],
	'duplicate values': [ofList((items) => takeFirst(groupItems(items, isEqual).filter((group) => group.length > 1)))],
	flatten: [ofList(flatten)],
	sort: [
		define(['list', 'precedes'], ([list, precedes]) =>
			Array.isArray(list) && precedes instanceof FunctionValue ? sort(list, precedes) : undefined,
		),
	],
	'string join': [join(['list']), join(['list', 'delimiter']), join(['list', 'delimiter', 'prefix', 'suffix'])],
	'is empty': [ofList((items) => items.length === 0)],
	partition: [
		since88(define(['list', 'size'], ([list, size]) => (Array.isArray(list) && isNumber(size) ? partition(list, size) : undefined))),
	],
};
