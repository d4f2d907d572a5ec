import { allMatches } from '../../all-matches';
import type { Span } from '../../policy/sentences';

/** Where a global expression that never matches nothing is found. */
export function findAll(expression: RegExp, text: string): Span[] {
	return allMatches(text, expression).map(({ 0: found, index }) => ({ start: index, end: index + found.length }));
}
