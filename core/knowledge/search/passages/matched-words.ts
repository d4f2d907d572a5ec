import type { Language } from '../../../ports';
import { extractContentWords, listForms, extractQuestionWords } from '../../../words/terms';

const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
const languages: Language[] = ['pt', 'en'];

/** Finds the words of a question in a passage, in any inflection, in order, for highlighting. */
export function findMatchedWords(question: string, passage: string): Array<{ start: number; end: number }> {
	const questionForms = new Set(extractQuestionWords(question).flat());
	const isAsked = (text: string) =>
		extractContentWords(text).some((contentWord) => listForms(contentWord, languages).some((form) => questionForms.has(form)));
	return [...passage.matchAll(word)]
		.filter(([text]) => isAsked(text))
		.map(({ 0: text, index }) => ({ start: index, end: index + text.length }));
}
