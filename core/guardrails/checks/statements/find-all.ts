import { allMatches } from '../../all-matches';
import type { Span } from '../../policy/sentences';

/** Finds a global expression that never matches an empty text. */
export function findAll(expression: RegExp, text: string): Span[] {
	return allMatches(text, expression).map(({ 0: found, index }) => ({ start: index, end: index + found.length }));
}
