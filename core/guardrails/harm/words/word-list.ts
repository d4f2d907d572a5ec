import { shiftLetters } from '../../../base/text/shift-letters';
import type { HarmKind } from '../harm-kinds';

/** A weight from 0 to 1, and a pattern in the notation of core/guardrails/harm/vocabulary.ts. */
export type WeighedPattern = readonly [number, string];

/** Words of harmful texts in one language, without accents and in lower case. */
export interface WordList {
	/** Words of a class, separated by white space; `stem*` means all words that begin so. A class can be in several languages. */
	classes: Record<string, string>;
	patterns: Partial<Record<HarmKind, readonly WeighedPattern[]>>;
	/** Words that look alike and are harmless: what a pattern finds in them does not count. */
	harmless: readonly string[];
}

/**
 * Reads words that nobody should have to read in the source, by chance or in a search.
 * @param rot13 the words with each letter moved by 13
 */
export const unveil = (rot13: string): string => shiftLetters(rot13);

/** The same, as alternatives of one step of a pattern. */
export function unveilOneOf(rot13: string): string {
	return unveil(rot13).split(' ').join('|');
}
