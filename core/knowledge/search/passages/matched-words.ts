import type { Language } from '../../../ports';
import { contentWords, formsOf, wordsAsked } from '../../../words/terms';

const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
const languages: Language[] = ['pt', 'en'];

/** Finds the words of a question in a passage, in any inflection, in order, for highlighting. */
export function matchedWords(question: string, passage: string): Array<{ start: number; end: number }> {
	const asked = new Set(wordsAsked(question).flat());
	const isAsked = (text: string) => contentWords(text).some((found) => formsOf(found, languages).some((form) => asked.has(form)));
	return [...passage.matchAll(word)]
		.filter(([text]) => isAsked(text))
		.map(({ 0: text, index }) => ({ start: index, end: index + text.length }));
}
