import type { Postings } from './postings';

/** Robertson's usual values. */
const k1 = 1.2;
const b = 0.75;

/** What BM25 knows of a collection. */
export interface ScoredCollection {
	/** By number of the chunk: its length in words and one more; 0 where there is none. */
	lengths: Uint32Array;
	/** Chunks. */
	total: number;
	averageLength: number;
	/** Of the term, in the whole collection; undefined where no chunk has it. */
	postings: (term: string) => Postings | undefined;
}

/**
 * Okapi BM25 of all chunks that share a word with a question: a word counts with whichever of its forms fits a chunk best. It depends
 * on what is in the collection alone, not on the order in which it came.
 *
 * It is given against the rarity of all words of the question together: 1 is what a chunk of usual length has that says each of them once.
 * So the scores of different questions can be compared, and a question whose words are nowhere is a low score rather than a word less.
 * @returns by number of the chunk, from 0, where no word is shared, to k1 + 1
 */
export function scoreWords(words: string[][], { lengths, total, averageLength, postings }: ScoredCollection): Float64Array {
	const scores = new Float64Array(lengths.length);
	const damping = dampingOf(lengths, averageLength);
	const best = new Float64Array(lengths.length);
	let rarities = 0;
	for (const forms of words) {
		const found = [...new Set(forms)].flatMap((form) => postings(form) ?? []).filter(({ numbers }) => numbers.length > 0);
		rarities += found.reduce((most, { numbers }) => Math.max(most, rarityOf(numbers.length, total)), 0) || rarityOf(0, total);
		for (const { numbers, counts } of found) {
			const weight = rarityOf(numbers.length, total) * (k1 + 1);
			for (let index = 0; index < numbers.length; index++) {
				const number = numbers[index]!;
				const count = counts[index]!;
				const score = (weight * count) / (count + damping[number]!);
				// Of what this word has given already, no more than what is above it.
				if (score > best[number]!) {
					scores[number]! += score - best[number]!;
					best[number] = score;
				}
			}
		}
		for (const { numbers } of found) for (const number of numbers) best[number] = 0;
	}
	if (rarities > 0) for (let number = 0; number < scores.length; number++) scores[number]! /= rarities;
	return scores;
}

/** Of a term that so many chunks have: above 0 for every term. */
function rarityOf(chunks: number, total: number): number {
	return Math.log(1 + (total - chunks + 0.5) / (chunks + 0.5));
}

const dampings = new WeakMap<Uint32Array, Float32Array>();

/** What a chunk's length does to each of its counts; kept with the lengths, as no search changes them. */
function dampingOf(lengths: Uint32Array, averageLength: number): Float32Array {
	let damping = dampings.get(lengths);
	if (!damping) {
		damping = Float32Array.from(lengths, (length) => k1 * (1 - b + (b * (length - 1)) / averageLength));
		dampings.set(lengths, damping);
	}
	return damping;
}
