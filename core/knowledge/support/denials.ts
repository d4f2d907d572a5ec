import { extractTerms } from '../../words/terms';
import { fewestWords, type Said } from '../cite-statements';
import type { Source } from './sources';

/** The least share of the words of a statement in the sentence that says the same or the opposite. */
const leastShare = 0.8;

/** Returns whether a sentence of the passage says the same with a negation more or less. */
export function isDenied(said: Said, text: string, { sentences }: Source): boolean {
	if (said.words.length < fewestWords) return false;
	const close = sentences.filter(({ words }) => isCovered(said.words, words));
	return close.length > 0 && close.every((sentence) => isOpposite(said, text, sentence));
}

const isCovered = (words: string[][], source: string[][]): boolean =>
	words.filter((forms) => isAmong(forms, source)).length >= words.length * leastShare;
const isAmong = (forms: string[], words: string[][]): boolean => words.some((others) => others.some((form) => forms.includes(form)));

/** Turns of which one says the opposite of the other: before and after, more and less. */
const opposites = [
	['3', '4'],
	['5', '6'],
];

function isOpposite(said: Said, text: string, sentence: Said): boolean {
	const [own, other] = [said, sentence].map(({ turns }) => turns.split(',').filter((turn) => turn !== '0' && turn !== ''));
	const isDenying = said.denied.length > 0;
	// "Not after 30 days" can mean "within 30 days".
	if (own!.join() !== other!.join()) return isDenying === sentence.denied.length > 0 && isTurned(own!, other!);
	if (isDenying === sentence.denied.length > 0) return false;
	return isDenying || sentence.denied.some((forms) => isAmong(forms, extractTerms(text, ['pt', 'en'])));
}

const isTurned = (own: string[], other: string[]): boolean =>
	own.length === other.length &&
	own.every((turn, at) => turn === other[at] || opposites.some((pair) => pair.includes(turn) && pair.includes(other[at]!)));
