import { FeelFailure, type Scope } from './scope';
import type { Comparator } from './syntax';
import { compare, describe, equals, getType } from './values';

/** Null for values of different types. */
export const comparators: Record<Comparator, (scope: Scope, a: unknown, b: unknown) => boolean | null> = {
	'=': (scope, a, b) => equals(a, b) ?? incomparable(scope, a, b),
	'<': (scope, a, b) => ordered(scope, a, b, (order) => order < 0),
	'<=': (scope, a, b) => ordered(scope, a, b, (order) => order <= 0),
	'>': (scope, a, b) => ordered(scope, a, b, (order) => order > 0),
	'>=': (scope, a, b) => ordered(scope, a, b, (order) => order >= 0),
};

function ordered(scope: Scope, a: unknown, b: unknown, test: (order: number) => boolean): boolean | null {
	const order = compare(a, b);
	if (order !== undefined) return test(order);
	// feel-scala takes lists of such values for comparable, and fails.
	if (isComparableList(a) && isComparableList(b)) throw new FeelFailure(`${describe(a)} can not be compared to ${describe(b)}`);
	return incomparable(scope, a, b);
}

const isComparableList = (value: unknown): boolean =>
	Array.isArray(value) &&
	value.length > 0 &&
	value.every((item) => getType(item) === getType(value[0]) && compare(item, item) !== undefined);

const incomparable = (scope: Scope, a: unknown, b: unknown): null =>
	scope.evaluation.warn('NOT_COMPARABLE', `Can't compare '${describe(a)}' with '${describe(b)}'`);
