import type { RankedChunk } from '../../../ports/knowledge/knowledge-store';

/**
 * Weight of a word score of 1 against a similarity of 1, if the model knows the words as a whole. By our own question sets
 * (docs/decisions/knowledge/0081); 0.4 to 0.7 makes little difference.
 */
export const wordShare = 0.5;
/** Min length of a dense ranking whose last entry shows the likeness of unrelated passages. */
const fewest = 10;

interface ScoredLists {
	lexical: RankedChunk[];
	dense: RankedChunk[];
	weights: { lexical: number; dense: number };
	/** Model pieces for each word of the question (word-pieces.ts). Default 1. */
	pieces?: number;
}

/**
 * Scores show certainty, which ranks lack: absent words score low, so vectors decide; a code or name in a single chunk scores high. Models differ in
 * the likeness of unrelated texts (cosine 0.1 or 0.7), so a similarity counts by its place between the list's last entry and 1. If a model reads
 * words in two pieces each, words count twice. @returns best first, each once, ties by id; the score is 1 if words and meaning both match, and rarely
 * above
 */
export function fuseScores({ lexical, dense, weights, pieces = 1 }: ScoredLists): RankedChunk[] {
	const forWords = weights.lexical * wordShare * pieces;
	const forVectors = weights.dense;
	const usual = (Math.max(0, dense.at(-1)?.score ?? 0) * dense.length) / (dense.length + fewest);
	const sums = new Map<string, number>();
	for (const { chunkId, score } of lexical) sums.set(chunkId, forWords * score);
	for (const { chunkId, score } of dense) {
		const share = usual < 1 ? Math.max(0, score - usual) / (1 - usual) : 1;
		sums.set(chunkId, (sums.get(chunkId) ?? 0) + forVectors * share);
	}
	return [...sums]
		.map(([chunkId, sum]) => ({ chunkId, score: sum / (forWords + forVectors) }))
		.sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1));
}
