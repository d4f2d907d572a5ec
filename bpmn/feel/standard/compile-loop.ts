import type { Compiled } from '../compiled';
import { spendOn } from '../evaluation-budget';
import { add, isNumber, toInteger } from '../numbers';
import type { Scope } from '../scope';
import { DateValue } from '../temporal';
import { describe, emptyContext, isContext, RangeValue, named } from '../values';
import type { Iterator, Node, Compile } from './syntax';
import { order } from './values';

export function compileFor(iterators: Iterator[], body: Node, compile: Compile): Compiled {
	return loopOver(compileIterators(iterators, compile), compile(body));
}

/** The results of the body for each round; null when there is no list. */
export function loopOver(rounds: Rounds, body: Compiled): Compiled {
	return (scope) => {
		const partial: unknown[] = [];
		const names = Object.defineProperty(emptyContext(), 'partial', { get: () => copyItems(partial) });
		const isOver = rounds(scope.with(names), (inner) => {
			partial.push(body(inner));
			return true;
		});
		return isOver ? partial : null;
	};
}

/** @throws TooLarge */
function copyItems(items: unknown[]): unknown[] {
	spendOn(items);
	return [...items];
}

export function compileQuantifier(isSome: boolean, iterators: Iterator[], condition: Node, compile: Compile): Compiled {
	return quantifyOver(isSome, compileIterators(iterators, compile), compile(condition));
}

/** A non-boolean condition leaves the result open, unless another one decides; in a box nothing else does. */
export function quantifyOver(isSome: boolean, rounds: Rounds, condition: Compiled, isBoxed = false): Compiled {
	return (scope) => {
		let result: boolean | null = !isSome;
		const isOver = rounds(scope, (inner) => {
			const value = condition(inner);
			if (value === isSome) result = isSome;
			else if (typeof value !== 'boolean') result = null;
			return value !== isSome && !(isBoxed && result === null);
		});
		return isOver ? result : null;
	};
}

/** Calls the visitor with the names of each round until it returns false. False if a source is not a list. */
type Rounds = (scope: Scope, visit: (scope: Scope) => boolean) => boolean;

/** A later iterator sees the names of those before it. */
function compileIterators([first, ...rest]: Iterator[], compile: Compile): Rounds {
	const items = first!.to ? compileSequence(compile(first!.list), compile(first!.to)) : compile(first!.list);
	return iterate(first!.name, items, rest.length > 0 ? compileIterators(rest, compile) : undefined);
}

export function iterate(name: string, list: Compiled, inner?: Rounds): Rounds {
	return (scope, visit) => {
		const items = toItems(scope, list(scope));
		if (!items) return false;
		let isList = true;
		for (const item of items) {
			scope.evaluation.step();
			const round = scope.with(named(name, item));
			let goesOn = true;
			const visitOne = (innermost: Scope): boolean => (goesOn = visit(innermost));
			if (inner) isList = inner(round, visitOne);
			else visitOne(round);
			if (!goesOn || !isList) break;
		}
		return isList;
	};
}

/** A value that is not a list is the only item of one. */
function toItems(scope: Scope, value: unknown): Iterable<unknown> | undefined {
	if (Array.isArray(value)) return value as unknown[];
	if (value === null) return undefined;
	if (!(value instanceof RangeValue)) return [value];
	const { start, end } = value;
	if (!isCountable(start) || !((order(start, end) ?? 1) <= 0)) return undefined;
	const items = [...sequence(scope, start, end)];
	const from = value.startClosed || items.length === 0 ? 0 : 1;
	return items.slice(from, value.endClosed || order(items.at(-1), end) !== 0 ? items.length : -1);
}

const isCountable = (value: unknown): boolean => isNumber(value) || value instanceof DateValue;

function compileSequence(start: Compiled, end: Compiled): Compiled {
	return (scope) => {
		const from = start(scope);
		const to = end(scope);
		if (isCountable(from) && order(from, to) !== undefined) return [...sequence(scope, from, to)];
		return scope.evaluation.warn('INVALID_TYPE', `Cannot iterate from '${describe(from)}' to '${describe(to)}'`);
	};
}

function* sequence(scope: Scope, from: unknown, to: unknown): Iterable<unknown> {
	const step = order(from, to)! <= 0 ? 1 : -1;
	for (let item = from; order(item, to)! * step <= 0; item = next(item, step)) {
		scope.evaluation.step();
		yield item;
	}
}

function next(item: unknown, step: 1 | -1): unknown {
	return isNumber(item) ? add(item, step) : new DateValue((item as DateValue).date.add({ days: step }));
}

/** An index or a condition. A single value counts as a list. In a box it is a condition. */
export function compileFilter(base: Compiled, condition: Compiled, isBoxed = false): Compiled {
	return (scope) => {
		const value = base(scope);
		const items = Array.isArray(value) ? (value as unknown[]) : value === null ? [] : [value];
		spendOn(items);
		const matches: unknown[] = [];
		for (const [index, item] of items.entries()) {
			scope.evaluation.step();
			const result = condition(itemScope(scope, item));
			if (index === 0 && isNumber(result) && !isBoxed) return itemAt(items, toInteger(result));
			if (result === true) matches.push(item);
			else if (isBoxed && result !== false)
				return scope.evaluation.warn('INVALID_TYPE', `Expected boolean but found '${describe(result)}'`);
		}
		if (items.length === 0 && isNumber(condition(itemScope(scope, null)))) return null;
		return matches;
	};
}

/** The entries of the item and `item` itself; an entry of that name wins. */
function itemScope(scope: Scope, item: unknown): Scope {
	const inner = scope.with(named('item', item));
	return isContext(item) ? inner.with(item) : inner;
}

const itemAt = (items: unknown[], place: number): unknown => (place === 0 ? null : (items.at(place > 0 ? place - 1 : place) ?? null));
