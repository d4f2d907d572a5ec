import type { Postings } from './postings';

/** Robertson's usual values. */
const k1 = 1.2;
const b = 0.75;

export interface ScoredCollection {
	/** By chunk number: words plus one; 0 for a missing chunk. */
	lengths: Uint32Array;
	total: number;
	averageLength: number;
	/** Whole collection; undefined if no chunk has the term. */
	postings: (term: string) => Postings | undefined;
}

/**
 * Okapi BM25 of chunks that share a word with a question. A word counts with its best form in a chunk. The result does not depend on the order of
 * ingestion. Relative to the rarity of all words of the question: 1 for an average chunk with each word once, so scores of different questions are
 * comparable, and a question with unknown words scores low. @returns scores by chunk number, from 0 to k1 + 1
 */
export function scoreWords(words: string[][], { lengths, total, averageLength, postings }: ScoredCollection): Float64Array {
	const scores = new Float64Array(lengths.length);
	const damping = computeDamping(lengths, averageLength);
	const best = new Float64Array(lengths.length);
	let rarities = 0;
	for (const forms of words) {
		const candidates = [...new Set(forms)].flatMap((form) => postings(form) ?? []).filter(({ numbers }) => numbers.length > 0);
		rarities += candidates.reduce((max, { numbers }) => Math.max(max, computeRarity(numbers.length, total)), 0) || computeRarity(0, total);
		for (const { numbers, counts } of candidates) {
			const weight = computeRarity(numbers.length, total) * (k1 + 1);
			for (let index = 0; index < numbers.length; index++) {
				const number = numbers[index]!;
				const count = counts[index]!;
				const score = (weight * count) / (count + damping[number]!);
				if (score > best[number]!) {
					scores[number]! += score - best[number]!;
					best[number] = score;
				}
			}
		}
		for (const { numbers } of candidates) for (const number of numbers) best[number] = 0;
	}
	if (rarities > 0) for (let number = 0; number < scores.length; number++) scores[number]! /= rarities;
	return scores;
}

/** Above 0 for every term. */
function computeRarity(chunks: number, total: number): number {
	return Math.log(1 + (total - chunks + 0.5) / (chunks + 0.5));
}

const dampings = new WeakMap<Uint32Array, Float32Array>();

/** Effect of the chunk's length. Stored with the lengths. */
function computeDamping(lengths: Uint32Array, averageLength: number): Float32Array {
	let damping = dampings.get(lengths);
	if (!damping) {
		damping = Float32Array.from(lengths, (length) => k1 * (1 - b + (b * (length - 1)) / averageLength));
		dampings.set(lengths, damping);
	}
	return damping;
}
