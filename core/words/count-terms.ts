import { possibleLanguages } from '../base/text/language';
import { extractNameWords, extractTerms } from './terms';

/** Increases when older indexes must be rebuilt. */
export const lexiconVersion = 6;

interface CountedTerms {
	counts: Map<string, number>;
	/** In words. */
	length: number;
}

export function countTerms(chunk: { title: string; headingPath: string[]; text: string }): CountedTerms {
	const text = [chunk.title, ...chunk.headingPath, chunk.text].join('\n');
	const words = extractTerms(text, possibleLanguages(text));
	const counts = new Map<string, number>();
	const names = [chunk.title, ...chunk.headingPath].flatMap(extractNameWords);
	for (const forms of [...words, ...names]) for (const form of forms) counts.set(form, (counts.get(form) ?? 0) + 1);
	return { counts, length: words.length };
}
