import type { Phrases } from '../../rule';
import germanPhrases from './german.json';
import spanishPhrases from './spanish.json';

/** German phrases by rule: the verb often comes last, so that the phrases of other languages do not match. */
export const german = readPhrases(germanPhrases);

/** Spanish phrases by rule, besides those that share their words with Portuguese. */
export const spanish = readPhrases(spanishPhrases);

/** @param rules phrases with their weights, by rule */
function readPhrases<Name extends string>(rules: Record<Name, Record<string, number>>): Record<Name, Phrases> {
	const lists = Object.entries<Record<string, number>>(rules).map(([name, weights]) => [
		name,
		Object.entries(weights).map(([words, weight]): [number, string] => [weight, words]),
	]);
	return Object.fromEntries(lists) as Record<Name, Phrases>;
}
