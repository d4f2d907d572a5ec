import type { Compile, Compiled } from './compiled';
import { isNumber, negate, toInteger, type FeelNumber } from './numbers';
import type { Scope } from './scope';
import type { Node } from './syntax';
import { describe, emptyContext, isContext } from './values';

/** A place in the list, counted from one or from its end, or what must hold of an item. */
export function compileFilter(list: Node, condition: Node, compile: Compile): Compiled {
	const base = compile(list);
	const filter = compileCondition(condition, compile);
	return (scope) => {
		const items = base(scope);
		if (!Array.isArray(items)) return scope.evaluation.warn('INVALID_TYPE', `Expected list but found '${describe(items)}'`);
		return filter(scope, items);
	};
}

type Filter = (scope: Scope, items: unknown[]) => unknown;

function compileCondition(node: Node, compile: Compile): Filter {
	const index = constantIndex(node);
	if (index !== undefined) return (_scope, items) => itemAt(items, index);
	const compiled = compile(node);
	if (node.kind === 'comparison' || node.kind === 'call' || node.kind === 'method')
		return (scope, items) => filterItems(scope, items, compiled);
	return (scope, items) => {
		const place = compiled(scope);
		return isNumber(place) ? itemAt(items, place) : filterItems(scope, items, compiled);
	};
}

function constantIndex(node: Node): FeelNumber | undefined {
	if (node.kind === 'constant' && isNumber(node.value)) return node.value;
	if (node.kind === 'negation' && node.operand.kind === 'constant' && isNumber(node.operand.value)) return negate(node.operand.value);
	return undefined;
}

function filterItems(scope: Scope, items: unknown[], condition: Compiled): unknown {
	const matches: unknown[] = [];
	for (const [index, item] of items.entries()) {
		scope.evaluation.step();
		const result = condition(itemScope(scope, item));
		if (index === 0 && isNumber(result)) return itemAt(items, result);
		if (result === true) matches.push(item);
	}
	return matches;
}

function itemScope(scope: Scope, item: unknown): Scope {
	const names = emptyContext();
	names.item = item;
	const inner = scope.with(names);
	return isContext(item) ? inner.with(item) : inner;
}

function itemAt(items: unknown[], place: FeelNumber): unknown {
	const index = toInteger(place);
	return items[index > 0 ? index - 1 : items.length + index] ?? null;
}
