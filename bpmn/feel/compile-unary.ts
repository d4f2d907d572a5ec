import { comparators } from './comparators';
import type { Compile, Compiled } from './compiled';
import type { Scope } from './scope';
import { anyNode, type Comparator, type Node, type RangeNode } from './syntax';
import { compare, describe, emptyContext, equals, isSame, getType, type Context } from './values';

const input = 'cellInput';
export const inputSymbol = '?';

export const withInput = (scope: Scope, value: unknown): Scope => scope.with(named(input, value));

function named(name: string, value: unknown): Context {
	const context = emptyContext();
	context[name] = value;
	return context;
}

export const compileIn =
	(value: Compiled, test: Compiled): Compiled =>
	(scope) =>
		test(withInput(scope, value(scope)));

function getInput(scope: Scope): unknown {
	return scope.get(input) ?? null;
}

export function compileInputComparison(operator: Comparator, operand: Compiled): Compiled {
	const test = comparators[operator];
	return (scope) => test(scope, getInput(scope), operand(scope));
}

export function compileInputInRange({ start, startClosed, end, endClosed }: RangeNode, compile: Compile): Compiled {
	const from = compile(start);
	const to = compile(end);
	return (scope) => {
		const value = getInput(scope);
		const first = from(scope);
		const last = to(scope);
		const above = compare(value, first);
		const below = compare(value, last);
		if (above === undefined || below === undefined || getType(first) !== getType(last)) {
			return scope.evaluation.warn(
				'NOT_COMPARABLE',
				`Can't compare '${describe(value)}' with '${describe(first)}' and '${describe(last)}'`,
			);
		}
		return (startClosed ? above >= 0 : above > 0) && (endClosed ? below <= 0 : below < 0);
	};
}

/** An expression as a test: it holds, or it is the value, or a list with the value. */
export function compileInputTest(expression: Node, compile: Compile): Compiled {
	const compiled = compile(expression);
	if (anyNode(expression, ({ kind }) => kind === 'input')) {
		return (scope) => {
			const result = compiled(scope.with(named(inputSymbol, getInput(scope))));
			return typeof result === 'boolean' ? result : null;
		};
	}
	return (scope) => {
		const value = getInput(scope);
		const result = compiled(scope);
		if (result === true || (Array.isArray(result) && result.some((item) => isSame(item, value)))) return true;
		const equal = equals(value, result);
		if (equal === true) return true;
		if (Array.isArray(result)) return false;
		// For 8.6 false is a value like any other: where it is not the input, nothing can be said, and `not(…)` does not hold.
		if (result === false && scope.evaluation.version !== '8.6') return false;
		return equal ?? scope.evaluation.warn('NOT_COMPARABLE', `Can't compare '${describe(value)}' with '${describe(result)}'`);
	};
}
