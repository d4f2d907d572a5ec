import { allMatches } from '../../all-matches';
import type { Span } from '../../policy/sentences';
import { start } from './numbers';

/** The expression must not match an empty text. */
export function findAll(expression: RegExp, text: string): Span[] {
	return allMatches(text, expression).map(({ 0: found, index }) => ({ start: index, end: index + found.length }));
}

export const matchAny = (...parts: string[]): RegExp => new RegExp(`${start}(?:${parts.join('|')})`, 'g');

export const blank = (text: string, expression: RegExp): string => text.replace(expression, (found) => '_'.repeat(found.length));
