import type { Scope } from '../scope';
import { describe } from '../values';
import type { Comparator } from './syntax';
import { equal, order } from './values';

export function compareValues(scope: Scope, operator: Comparator, a: unknown, b: unknown): boolean | null {
	if (operator === '=' || operator === '!=') {
		const result = equal(a, b);
		return result === null ? incomparable(scope, a, b) : result === (operator === '=');
	}
	const place = order(a, b);
	if (place === undefined) return incomparable(scope, a, b);
	if (operator === '<') return place < 0;
	if (operator === '>') return place > 0;
	return operator === '<=' ? place <= 0 : place >= 0;
}

const incomparable = (scope: Scope, a: unknown, b: unknown): null =>
	scope.evaluation.warn('NOT_COMPARABLE', `Can't compare '${describe(a)}' with '${describe(b)}'`);
