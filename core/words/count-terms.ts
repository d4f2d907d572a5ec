import { possibleLanguages } from '../base/language';
import { termsOf } from './terms';

/** Of how texts become terms: rises when an index made before has to be made anew, as the words of a question would not be found in it. */
export const lexiconVersion = 4;

interface CountedTerms {
	/** How often each form of a word stands in the text. */
	counts: Map<string, number>;
	/** In words. */
	length: number;
}

/** What a piece is found by: its words, those of its title, and those of the headings that it stands under. */
export function countTerms(chunk: { title: string; headingPath: string[]; text: string }): CountedTerms {
	const text = [chunk.title, ...chunk.headingPath, chunk.text].join('\n');
	const words = termsOf(text, possibleLanguages(text));
	const counts = new Map<string, number>();
	for (const forms of words) for (const form of forms) counts.set(form, (counts.get(form) ?? 0) + 1);
	return { counts, length: words.length };
}
