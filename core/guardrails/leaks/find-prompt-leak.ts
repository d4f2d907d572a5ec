import type { GivenTexts, Match } from '../../ports';
import { findDirectives } from './directives';
import { listShingles, splitWords } from './words';

/** Share of a directive that is repeated word for word, from its beginning. */
const minShare = 0.8;
/** Fewer words in all give nothing away. */
const minWords = 12;

/**
 * Finds directives of the prompt that a text repeats. What the person or a document wrote too is not the prompt's.
 * @param before the text that it continues
 */
export function findPromptLeak(text: string, { author, others }: Pick<GivenTexts, 'author' | 'others'>, before = ''): Match[] {
	const directives = findDirectives(author);
	if (directives.length === 0) return [];
	const words = splitWords(before + text);
	const shingles = listShingles(words.map((word) => word.text)).map((shingle, index) => [shingle, index] as const);
	// The first place of each.
	const places = new Map(shingles.reverse());
	const repeated = directives.filter((directive) => {
		const first = places.get(directive.shingles[0]!);
		const found = directive.shingles.filter((one) => places.has(one));
		return first !== undefined && words[first]!.begins && found.length >= minShare * directive.shingles.length;
	});
	if (repeated.reduce((sum, one) => sum + one.words, 0) < minWords) return [];
	const elsewhere = new Set(others.flatMap((other) => listShingles(splitWords(other).map((word) => word.text))));
	return repeated
		.filter((directive) => directive.shingles.some((one) => !elsewhere.has(one)))
		.map((directive) => {
			const first = places.get(directive.shingles[0]!)!;
			const last = words[Math.min(first + directive.words, words.length) - 1]!;
			return { type: 'PROMPT', start: words[first]!.start - before.length, end: last.end - before.length, score: 1 };
		})
		.filter(({ end }) => end > 0)
		.map((match) => ({ ...match, start: Math.max(0, match.start) }));
}
