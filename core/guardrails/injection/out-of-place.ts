import { isWithin, quotedRanges } from './quotes-and-comments';
import type { Evidence } from './evidence';
import type { Reading } from './reading';
import type { Token } from './tokens';
import { findClassId } from './vocabulary';

const weight = 0.3;
const fewestStatements = 3;
const shortestStatement = 4;
/** More orders are a list of steps. */
const mostOrders = 2;
const task = findClassId('TASK');
const answer = findClassId('ANSWER');
const opening = findClassId('OPENING');
const listeners = ['YOU', 'YOUR', 'SELF'].map(findClassId);
const rulings = new Set('must should shall may can cannot if when deve devem pode podem se quando'.split(' '));

/**
 * Finds an order about an answer among mere statements. Recipes, manuals and letters have many orders, or address a reader throughout. Skips the
 * first sentence: people put their request before its text.
 */
export function findOutOfPlace(reading: Reading, tokens: readonly Token[]): Evidence[] {
	const sentences = splitSentences(tokens);
	const statements = sentences.filter((sentence) => sentence.length >= shortestStatement && isStatement(sentence)).length;
	const orders = sentences.filter((sentence, at) => at > 0 && isOrder(sentence));
	if (statements < fewestStatements || orders.length === 0 || orders.length > mostOrders || statements < sentences.length / 2) return [];
	const quotes = quotedRanges(reading.text);
	return orders
		.map((sentence) => ({ start: sentence[0]!.start, end: sentence.at(-1)!.end }))
		.filter(({ start }) => !isWithin(start, start + 1, quotes))
		.map(({ start, end }) => ({ id: 'out-of-place', ...reading.toOriginal(start, end), weight }));
}

function splitSentences(tokens: readonly Token[]): Token[][] {
	const sentences: Token[][] = [];
	for (const token of tokens) {
		const last = sentences.at(-1);
		if (last?.[0]!.sentence === token.sentence) last.push(token);
		else sentences.push([token]);
	}
	return sentences;
}

function isOrder(sentence: readonly Token[]): boolean {
	return sentence.some(
		(token, at) =>
			token.classes.includes(task) && isFirstOfPart(sentence, at) && sentence.slice(at).some(({ classes }) => classes.includes(answer)),
	);
}

function isFirstOfPart(sentence: readonly Token[], at: number): boolean {
	const previous = sentence[at - 1];
	if (!previous || sentence[at]!.place - previous.place > 1) return true;
	return previous.classes.includes(opening) && !previous.classes.includes(task);
}

function isStatement(sentence: readonly Token[]): boolean {
	return !isOrder(sentence) && !sentence.some(({ word, classes }) => rulings.has(word) || listeners.some((id) => classes.includes(id)));
}
