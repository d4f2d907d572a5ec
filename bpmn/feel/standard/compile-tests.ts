import type { Compiled } from '../compiled';
import type { Scope } from '../scope';
import { RangeValue } from '../values';
import { usesInput, type Node, type Compile } from './syntax';
import { equal, isInRange } from './values';
import { compareValues } from './compare-values';

/** DMN 1.5, table 55: true when one of the tests holds for the value `?`. */
export function compileTests({ tests, negated }: Node & { kind: 'tests' }, compile: Compile): Compiled {
	const compiled = tests.map((test) => compileTest(test, compile));
	return (scope) => {
		let isOpen = false;
		for (const test of compiled) {
			const result = test(scope);
			if (result === true) return !negated;
			isOpen ||= result === null;
		}
		return isOpen ? null : negated;
	};
}

const getInput = (scope: Scope): unknown => scope.get('?') ?? null;

function compileTest(node: Node, compile: Compile): (scope: Scope) => boolean | null {
	if (node.kind === 'open range') {
		const operand = compile(node.operand);
		return (scope) => compareValues(scope, node.operator, getInput(scope), operand(scope));
	}
	const compiled = compile(node);
	if (usesInput(node)) {
		return (scope) => {
			const result = compiled(scope);
			return typeof result === 'boolean' ? result : null;
		};
	}
	return (scope) => matches(getInput(scope), compiled(scope));
}

/** Returns whether the expected value is this one, contains it, or is a condition that holds for it. */
export function matches(value: unknown, expected: unknown): boolean | null {
	if (expected instanceof RangeValue) return value instanceof RangeValue ? equal(value, expected) : isInRange(value, expected);
	if (Array.isArray(expected)) return matchesList(value, expected);
	if (expected === true && typeof value !== 'boolean') return true;
	return equal(value, expected);
}

function matchesList(value: unknown, expected: unknown[]): boolean {
	if (Array.isArray(value) && equal(value, expected) === true) return true;
	return expected.some(
		(item) => (item instanceof RangeValue && !(value instanceof RangeValue) ? isInRange(value, item) : equal(value, item)) === true,
	);
}
