import type { Postings } from './postings';

/** Robertson's usual values. */
const k1 = 1.2;
const b = 0.75;

/** The facts of a collection that BM25 needs. */
export interface ScoredCollection {
	/** By chunk number: its length in words plus one; 0 for a missing chunk. */
	lengths: Uint32Array;
	/** Number of chunks. */
	total: number;
	averageLength: number;
	/** The postings of a term in the whole collection; undefined if no chunk has it. */
	postings: (term: string) => Postings | undefined;
}

/**
 * Computes Okapi BM25 for all chunks that share a word with a question. A word counts with its form that fits a chunk best. The result depends only
 * on the content of the collection, not on the order of ingestion.
 *
 * The score is relative to the rarity of all words of the question: 1 for a chunk of average length that contains each of them once. So the scores of
 * different questions can be compared, and a question whose words do not occur has a low score.
 * @returns scores by chunk number, from 0 without a shared word to k1 + 1
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
				// Adds only the difference to what this word already added.
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

/** Returns the weight of a term by the number of chunks that contain it; above 0 for every term. */
function computeRarity(chunks: number, total: number): number {
	return Math.log(1 + (total - chunks + 0.5) / (chunks + 0.5));
}

const dampings = new WeakMap<Uint32Array, Float32Array>();

/** Computes the effect of a chunk's length on its counts. It is stored with the lengths, since searches do not change them. */
function computeDamping(lengths: Uint32Array, averageLength: number): Float32Array {
	let damping = dampings.get(lengths);
	if (!damping) {
		damping = Float32Array.from(lengths, (length) => k1 * (1 - b + (b * (length - 1)) / averageLength));
		dampings.set(lengths, damping);
	}
	return damping;
}
