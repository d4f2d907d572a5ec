import { detectLanguage } from '../base/text/language';
import type { Language } from '../base/text/languages';
import type { Passage } from '../ports/knowledge/passages';
import { splitIntoSentences } from './sentences';
import { extractQuestionTerms, extractTerms } from '../words/terms';

export interface SelectedSentence {
	text: string;
	passage: number;
}

/** Share of a question's weight that one passage must cover; tuned on core/knowledge/extractive-responder.questions.json. */
const enough = 0.59;
/** A second passage is quoted if it covers nearly as much, or much that the first does not. */
const nearlyAsMuch = 0.9;
const muchMore = 0.3;
const maxPassages = 2;
const maxSentences = { ofFirst: 3, ofSecond: 1 } as const;
const otherLanguage = 0.85;
const sameSentenceBonus = 0.3;

const asksForFigure =
	/\b(?:how (?:much|many|long|often|soon|fast)|when|what time|price|cost|quant[oa]s?|quando|que horas|hor[áa]rio|prazo|pre[çc]o|valor|vence|dura[çc][ãa]o)\b/iu;

interface Reading {
	passage: number;
	sentences: { text: string; says: boolean[] }[];
	says: boolean[];
	language: Language;
}

export function selectSentences(question: string, passages: Passage[]): SelectedSentence[] {
	const words = extractQuestionTerms(question);
	// Figures alone are not a question.
	if (!words.some(([form]) => /\p{L}/u.test(form!))) return [];
	const readings = passages.map((passage, index) => read(passage, index, words));
	const weights = words.map((_, word) => weigh(readings, word));
	const figure = asksForFigure.test(question) ? 0.5 : 0;
	return choose(readings, weights, detectLanguage(question)).flatMap((reading, rank) =>
		quoteSentences(reading, weights, figure, rank === 0 ? maxSentences.ofFirst : maxSentences.ofSecond),
	);
}

function read({ title, text }: Passage, passage: number, words: string[][]): Reading {
	const language = detectLanguage(text);
	const saidBy = (piece: string) => {
		const terms = new Set(extractTerms(piece, [language]).flat());
		return words.map((forms) => forms.some((form) => terms.has(form)));
	};
	const sentences = splitIntoSentences(text).map((sentence) => ({ text: sentence, says: saidBy(sentence) }));
	return { passage, sentences, says: either([saidBy(title), ...sentences.map(({ says }) => says)]), language };
}

function either(all: boolean[][]): boolean[] {
	return all.reduce((some, says) => some.map((said, word) => said || says[word]!));
}

/** Rare words identify the sentence; a word in none is something that the documents do not cover. */
function weigh(readings: Reading[], word: number): number {
	const sentences = readings.flatMap((reading) => reading.sentences);
	const sayers = sentences.filter(({ says }) => says[word]).length;
	return 1 + Math.log(1 + sentences.length / (1 + sayers)) / 2;
}

function computeCoverage(says: boolean[], weights: number[]): number {
	const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
	return sum(weights.filter((_, word) => says[word])) / sum(weights);
}

/** Sentences of one passage answer together; words spread over passages do not. */
function choose(readings: Reading[], weights: number[], language: Language): Reading[] {
	const covered = readings.map((reading) => ({ reading, share: computeCoverage(reading.says, weights), rank: 0 }));
	for (const entry of covered) {
		const inOneSentence = Math.max(0, ...entry.reading.sentences.map(({ says }) => computeCoverage(says, weights)));
		entry.rank = (entry.share + sameSentenceBonus * inOneSentence) * (entry.reading.language === language ? 1 : otherLanguage);
	}
	const [first, ...others] = covered.filter(({ reading }) => reading.sentences.length > 0).toSorted((a, b) => b.rank - a.rank);
	if (!first || first.share < enough) return [];
	const also = others.filter(({ reading, rank }) => {
		// Nobody reads an answer in two languages.
		if (reading.language !== first.reading.language) return false;
		const together = computeCoverage(either([first.reading.says, reading.says]), weights);
		return rank >= nearlyAsMuch * first.rank || together - first.share >= muchMore;
	});
	return [first, ...also].slice(0, maxPassages).map(({ reading }) => reading);
}

/** The best sentence and its explanation after it, in reading order. */
function quoteSentences({ sentences, passage }: Reading, weights: number[], figure: number, max: number): SelectedSentence[] {
	const scores = sentences.map(({ text, says }) => computeCoverage(says, weights) + (/\d/.test(text) ? figure / weights.length : 0));
	const best = scores.indexOf(Math.max(...scores));
	const start = Math.max(0, Math.min(best, sentences.length - max));
	return sentences.slice(start, start + max).map(({ text }) => ({ text, passage }));
}
