import { shiftLetters } from '../../../base/text/shift-letters';
import { readWords, type Words } from '../../read-words';
import type { HarmKind } from '../harm-kinds';

/**
 * Words of harmful texts, without accents, in lower case; `stem*` means all words with that beginning. Text in braces is ROT13, so that nobody reads
 * it by chance or in a search.
 */
export interface WordFile {
	about: string;
	/** Names for people, for `%` in a pattern. Adjectives alone are not people: "the black shoes". */
	people?: readonly string[];
	classes: Record<string, Words>;
	/** Weights from 0 to 1; notation in core/guardrails/harm/vocabulary.ts. */
	patterns: Partial<Record<HarmKind, Record<string, number>>>;
	/** Harmless look-alikes: patterns inside them do not count. */
	harmless: readonly string[];
}

export const unveil = (words: Words): string => readWords(words).replace(/\{([^{}]*)\}/g, (_, moved: string) => shiftLetters(moved));

export function listPatterns({ people = [], patterns }: WordFile): Array<{ kind: HarmKind; pattern: string; weight: number }> {
	return (Object.entries(patterns) as [HarmKind, Record<string, number>][]).flatMap(([kind, weights]) =>
		Object.entries(weights).flatMap(([pattern, weight]) => {
			const named = pattern.includes('%') ? people.map((name) => pattern.replace('%', name)) : [pattern];
			return named.map((each) => ({ kind, pattern: unveil(each), weight }));
		}),
	);
}
