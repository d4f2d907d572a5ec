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
 * Okapi BM25 of all chunks that share a word with a question: a word counts once, with whichever of its forms fits a chunk best. It depends
 * on what is in the collection alone, not on the order in which it came.
 * @returns by number of the chunk; 0 where none is shared
 */
export function scoreWords(words: string[][], { lengths, total, averageLength, postings }: ScoredCollection): Float64Array {
	const scores = new Float64Array(lengths.length);
	const best = new Float64Array(lengths.length);
	for (const forms of words) {
		const touched: Postings[] = [];
		for (const form of new Set(forms)) {
			const found = postings(form);
			if (!found) continue;
			touched.push(found);
			const { numbers, counts } = found;
			const rarity = Math.log(1 + (total - numbers.length + 0.5) / (numbers.length + 0.5));
			for (let index = 0; index < numbers.length; index++) {
				const number = numbers[index]!;
				const count = counts[index]!;
				const weight = (rarity * count * (k1 + 1)) / (count + k1 * (1 - b + (b * (lengths[number]! - 1)) / averageLength));
				if (weight > best[number]!) best[number] = weight;
			}
		}
		for (const { numbers } of touched)
			for (const number of numbers) {
				scores[number]! += best[number]!;
				best[number] = 0;
			}
	}
	return scores;
}
