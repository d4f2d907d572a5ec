import { possibleLanguages } from '../base/text/language';
import { extractNameWords, extractTerms } from './terms';

/**
 * Version of the conversion from texts to terms. It increases when older indexes must be rebuilt, since the words of a question would not match them.
 */
export const lexiconVersion = 6;

interface CountedTerms {
	/** Count of each form of a word in the text. */
	counts: Map<string, number>;
	/** In words. */
	length: number;
}

/** Counts the terms of a chunk: of its text, its title, and its headings. */
export function countTerms(chunk: { title: string; headingPath: string[]; text: string }): CountedTerms {
	const text = [chunk.title, ...chunk.headingPath, chunk.text].join('\n');
	const words = extractTerms(text, possibleLanguages(text));
	const counts = new Map<string, number>();
	const names = [chunk.title, ...chunk.headingPath].flatMap(extractNameWords);
	for (const forms of [...words, ...names]) for (const form of forms) counts.set(form, (counts.get(form) ?? 0) + 1);
	return { counts, length: words.length };
}
