import { shiftLetters } from '../../../base/text/shift-letters';
import { readWords, type Words } from '../../read-words';
import type { HarmKind } from '../harm-kinds';

/**
 * A file of words of harmful texts, without accents and in lower case; `stem*` means all words that begin so. What stands in braces has each letter moved
 * by 13: nobody should have to read it in the source, by chance or in a search.
 */
export interface WordFile {
	/** What the words have in common. */
	about: string;
	/** Ways to name people by what they are, for `%` in a pattern. Adjectives alone are not people: "the black shoes". */
	people?: readonly string[];
	/** A class can be in several files. */
	classes: Record<string, Words>;
	/** Weights from 0 to 1 of patterns in the notation of core/guardrails/harm/vocabulary.ts. */
	patterns: Partial<Record<HarmKind, Record<string, number>>>;
	/** Words that look alike and are harmless: what a pattern finds in them does not count. */
	harmless: readonly string[];
}

/** Returns the words of a class, or a pattern, without braces. */
export const unveil = (words: Words): string => readWords(words).replace(/\{([^{}]*)\}/g, (_, moved: string) => shiftLetters(moved));

/** Returns the patterns of all kinds, as the file has them. */
export function listPatterns({ people = [], patterns }: WordFile): Array<{ kind: HarmKind; pattern: string; weight: number }> {
	return (Object.entries(patterns) as [HarmKind, Record<string, number>][]).flatMap(([kind, weights]) =>
		Object.entries(weights).flatMap(([pattern, weight]) => {
			const named = pattern.includes('%') ? people.map((name) => pattern.replace('%', name)) : [pattern];
			return named.map((each) => ({ kind, pattern: unveil(each), weight }));
		}),
	);
}
