import { spendOn } from './evaluation-budget';
import type { Compile, Compiled } from './compiled';
import { connect } from './connectives';
import { add, compareNumbers, isNumber } from './numbers';
import type { Scope } from './scope';
import { anyNode, type Node } from './syntax';
import { describe, emptyContext, type Context } from './values';

type Iterators = (scope: Scope) => Iterable<Context> | null;

export function compileFor(iterators: Array<[string, Node]>, body: Node, compile: Compile): Compiled {
	const iterate = compileIterators(iterators, compile);
	const result = compile(body);
	const looksBack = anyNode(body, (node) => node.kind === 'reference' && node.names[0] === 'partial');
	return (scope) => {
		const rounds = iterate(scope);
		if (!rounds) return null;
		const partial: unknown[] = [];
		for (const names of rounds) {
			if (looksBack) names.partial = copyItems(partial);
			partial.push(result(scope.with(names)));
		}
		return partial;
	};
}

/** @throws TooLarge */
function copyItems(items: unknown[]): unknown[] {
	spendOn(items);
	return [...items];
}

export function compileQuantifier(kind: 'some' | 'every', iterators: Array<[string, Node]>, condition: Node, compile: Compile): Compiled {
	const iterate = compileIterators(iterators, compile);
	const test = compile(condition);
	return (scope) => {
		const rounds = iterate(scope);
		return rounds && connect(scope, kind === 'some', tests(rounds, test));
	};
}

function* tests(rounds: Iterable<Context>, test: Compiled): Iterable<Compiled> {
	for (const names of rounds) yield (scope) => test(scope.with(names));
}

/** All combinations. Lists are computed before the first round: none sees the names of another. */
function compileIterators(iterators: Array<[string, Node]>, compile: Compile): Iterators {
	const lists = iterators.map(([name, node]) => [name, compileList(node, compile)] as const);
	return (scope) => {
		const taken = lists.map(([name, list]) => [name, list(scope)] as const);
		const wrong = taken.find(([, list]) => !Array.isArray(list));
		if (wrong) return scope.evaluation.warn('INVALID_TYPE', `Expected list but found '${describe(wrong[1])}'`);
		return combinations(scope, taken as Array<readonly [string, unknown[]]>);
	};
}

function* combinations(scope: Scope, [first, ...rest]: Array<readonly [string, unknown[]]>): Iterable<Context> {
	if (!first) return;
	for (const item of first[1]) {
		for (const names of rest.length === 0 ? [emptyContext()] : combinations(scope, rest)) {
			scope.evaluation.step();
			names[first[0]] = item;
			yield names;
		}
	}
}

function compileList(node: Node, compile: Compile): Compiled {
	if (node.kind !== 'sequence') return compile(node);
	const start = compile(node.start);
	const end = compile(node.end);
	return (scope) => {
		const from = start(scope);
		const to = end(scope);
		if (!isNumber(from) || !isNumber(to))
			return scope.evaluation.warn('INVALID_TYPE', `Expected number but found '${describe(isNumber(from) ? to : from)}'`);
		const step = compareNumbers(from, to) < 0 ? 1 : -1;
		const items: unknown[] = [];
		for (let item = from; compareNumbers(item, to) * step <= 0; item = add(item, step)) {
			scope.evaluation.step();
			items.push(item);
		}
		return items;
	};
}
