import { extractContentWords, listForms, extractQuestionTerms } from '../../words/terms';
import type { Memory } from '../../ports';

/**
 * Returns how much of a question each memory contains, 0 to 1, by words of Portuguese and English. A word in few memories counts more than one in
 * all.
 */
export function compareWords(question: string, memories: Memory[]): number[] {
	const terms = extractQuestionTerms(question);
	const held = memories.map(
		({ key = '', text }) => new Set(extractContentWords(`${key} ${text}`).flatMap((word) => listForms(word, ['pt', 'en']))),
	);
	const weights = terms.map((forms) => {
		const holders = held.filter((words) => holds(words, forms)).length;
		return Math.log(1 + memories.length / (1 + holders));
	});
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	return held.map((words) => {
		const coveredWeight = terms.reduce((sum, forms, index) => (holds(words, forms) ? sum + weights[index]! : sum), 0);
		return total > 0 ? coveredWeight / total : 0;
	});
}

const holds = (words: Set<string>, forms: string[]) => forms.some((form) => words.has(form));
