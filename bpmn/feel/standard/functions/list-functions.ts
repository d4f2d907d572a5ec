import { spend } from '../../evaluation-budget';
import { define, defineWithMore, ofList, type BuiltIn, type BuiltIns } from '../../functions/built-in';
import { groupItems } from '../../functions/group-items';
import { listFunctions as shared } from '../../functions/list-functions';
import { isNumber, toInteger } from '../../numbers';
import type { Evaluation } from '../../scope';
import { FunctionValue } from '../../values';
import { equal, order } from '../values';
import { BuiltInFunction } from './built-in-function';

const isSame = (a: unknown, b: unknown): boolean => equal(a, b) === true;

const distinct = (items: unknown[]): unknown[] => groupItems(items, isSame).map(([item]) => item);

function flatten(items: unknown[]): unknown[] {
	spend(items.length);
	return items.flatMap((item) => (Array.isArray(item) ? flatten(item) : [item]));
}

const extreme = (sign: 1 | -1): BuiltIn =>
	defineWithMore('list', (items) => {
		if (items.length === 0) return null;
		if (items.some((item) => order(item, items[0]) === undefined)) return undefined;
		return items.reduce((best, item) => (order(item, best)! * sign > 0 ? item : best));
	});

function indexOf(place: unknown, length: number): number | undefined {
	if (!isNumber(place)) return undefined;
	const index = toInteger(place);
	return index === 0 || Math.abs(index) > length ? undefined : index > 0 ? index - 1 : length + index;
}

const atPlace = (parameters: string[], invoke: (items: unknown[], index: number, more: unknown) => unknown): BuiltIn =>
	define(parameters, ([list, place, more]) => {
		const index = Array.isArray(list) ? indexOf(place, list.length) : undefined;
		return index === undefined ? undefined : invoke(list as unknown[], index, more);
	});

const sublist = (items: unknown[], index: number, length?: unknown): unknown => {
	if (length === undefined) return items.slice(index);
	const count = isNumber(length) ? toInteger(length) : -1;
	return count < 0 || index + count > items.length ? undefined : items.slice(index, index + count);
};

const invokeWith = (target: FunctionValue, values: unknown[], evaluation: Evaluation): unknown =>
	target instanceof BuiltInFunction
		? target.call(values, evaluation)
		: target.parameters.length === values.length
			? target.invoke(values)
			: null;

function sort(items: unknown[], precedes: FunctionValue, evaluation: Evaluation): unknown {
	let isValid = true;
	const isBefore = (a: unknown, b: unknown): boolean => {
		const result = invokeWith(precedes, [a, b], evaluation);
		isValid &&= typeof result === 'boolean';
		return result === true;
	};
	const sorted = [...items].sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0));
	return isValid ? sorted : undefined;
}

function replaceMatches(items: unknown[], matches: FunctionValue, newItem: unknown, evaluation: Evaluation): unknown {
	const results = items.map((item) => invokeWith(matches, [item, newItem], evaluation));
	if (!results.every((result) => typeof result === 'boolean')) return undefined;
	return items.map((item, index) => (results[index] === true ? newItem : item));
}

const join = (parameters: string[]): BuiltIn =>
	define(parameters, ([list, delimiter = null]) => {
		if (!Array.isArray(list) || (delimiter !== null && typeof delimiter !== 'string')) return undefined;
		if (!list.every((item) => item === null || typeof item === 'string')) return undefined;
		return list.filter((item) => item !== null).join(delimiter ?? '');
	});

const flat = (lists: unknown[]): unknown[] => lists.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : [list]));
const ofLists = (invoke: (items: unknown[]) => unknown): BuiltIn => ({
	parameters: ['lists'],
	takesMore: true,
	// One list is the only one, and not the list of all.
	invoke: ([lists]) => (Array.isArray(lists) ? invoke(flat(lists)) : undefined),
});

/** The shared functions of a list of numbers; any other list has no result. */
const ofNumbers = (name: 'stddev' | 'median' | 'mode' | 'mean' | 'sum' | 'product'): BuiltIn[] =>
	shared[name]!.map((builtIn) => ({
		...builtIn,
		invoke: (values, evaluation) =>
			Array.isArray(values[0]) && values[0].every(isNumber) ? (builtIn.invoke(values, evaluation) ?? undefined) : undefined,
	}));

export const listFunctions: BuiltIns = {
	'list contains': [
		define(['list', 'element'], ([list, element]) => (Array.isArray(list) ? list.some((item) => isSame(item, element)) : undefined)),
	],
	'list replace': [
		atPlace(['list', 'position', 'newItem'], (items, index, item) => items.with(index, item)),
		define(['list', 'match', 'newItem'], ([list, match, item], evaluation) =>
			Array.isArray(list) && match instanceof FunctionValue ? replaceMatches(list, match, item, evaluation) : undefined,
		),
	],
	count: [ofList((items) => items.length)],
	min: [extreme(-1)],
	max: [extreme(1)],
	sum: ofNumbers('sum'),
	product: ofNumbers('product'),
	mean: ofNumbers('mean'),
	median: ofNumbers('median'),
	stddev: ofNumbers('stddev'),
	mode: ofNumbers('mode'),
	sublist: [
		atPlace(['list', 'start position'], (items, index) => sublist(items, index)),
		atPlace(['list', 'start position', 'length'], sublist),
	],
	append: [
		{
			parameters: ['list', 'item'],
			takesMore: true,
			invoke: ([list, items]) =>
				list === null
					? undefined
					: [...(Array.isArray(list) ? (list as unknown[]) : [list]), ...(Array.isArray(items) ? (items as unknown[]) : [items])],
		},
	],
	concatenate: [ofLists((items) => items)],
	'insert before': [atPlace(['list', 'position', 'newItem'], (items, index, item) => items.toSpliced(index, 0, item))],
	remove: [atPlace(['list', 'position'], (items, index) => items.toSpliced(index, 1))],
	reverse: [ofList((items) => items.toReversed())],
	'index of': [
		define(['list', 'match'], ([list, match]) =>
			Array.isArray(list) ? list.flatMap((item, index) => (isSame(item, match) ? [index + 1] : [])) : undefined,
		),
	],
	union: [ofLists(distinct)],
	'distinct values': [ofList(distinct)],
	'duplicate values': [ofList((items) => groupItems(items, isSame).flatMap((group) => (group.length > 1 ? [group[0]] : [])))],
	flatten: [ofList(flatten)],
	sort: [
		define(['list', 'precedes'], ([list, precedes], evaluation) =>
			Array.isArray(list) && precedes instanceof FunctionValue ? sort(list, precedes, evaluation) : undefined,
		),
		ofList((items) => (items.every((item) => order(item, items[0]) !== undefined) ? [...items].sort((a, b) => order(a, b)!) : undefined)),
	],
	'string join': [join(['list']), join(['list', 'delimiter'])],
	'is empty': shared['is empty']!,
	partition: shared.partition!,
};
