import { allMatches } from '../../all-matches';
import type { Span } from '../../policy/sentences';
import { start } from './numbers';

/** Finds a global expression that never matches an empty text. */
export function findAll(expression: RegExp, text: string): Span[] {
	return allMatches(text, expression).map(({ 0: found, index }) => ({ start: index, end: index + found.length }));
}

/** Returns a global expression for any of the parts, at the beginning of a word. */
export const matchAny = (...parts: string[]): RegExp => new RegExp(`${start}(?:${parts.join('|')})`, 'g');

/** Blanks what matches, unit for unit. */
export const blank = (text: string, expression: RegExp): string => text.replace(expression, (found) => '_'.repeat(found.length));
