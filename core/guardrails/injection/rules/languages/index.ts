import type { Phrases } from '../../rule';
import germanPhrases from './german.json';
import spanishPhrases from './spanish.json';

/** The German verb often comes last, so phrases of other languages do not match. */
export const german = readPhrases(germanPhrases);

export const spanish = readPhrases(spanishPhrases);

function readPhrases<Name extends string>(rules: Record<Name, Record<string, number>>): Record<Name, Phrases> {
	const lists = Object.entries<Record<string, number>>(rules).map(([name, weights]) => [
		name,
		Object.entries(weights).map(([words, weight]): [number, string] => [weight, words]),
	]);
	return Object.fromEntries(lists) as Record<Name, Phrases>;
}
