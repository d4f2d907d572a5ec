import type { RankedChunk } from '../../../ports/knowledge/knowledge-store';

/**
 * Weight of a word score of 1, for a usual passage with all words of the question, against a similarity of 1, if the model knows the words as a
 * whole. By our own sets of questions (docs/decisions/knowledge/0081); from 0.4 to 0.7 it makes little difference.
 */
export const wordShare = 0.5;
/** Min length of a dense ranking whose last entry indicates the likeness of unrelated passages. */
const fewest = 10;

interface ScoredLists {
	/** By the collection's word scores, best first. */
	lexical: RankedChunk[];
	/** By cosine similarity, best first. */
	dense: RankedChunk[];
	weights: { lexical: number; dense: number };
	/** Pieces in which the model reads a word of the question (word-pieces.ts). Default 1. */
	pieces?: number;
}

/**
 * Adds the scores of words and vectors for a chunk, each by its certainty. A question whose words do not occur has low word scores, so the vectors
 * decide; a code or a name in a single chunk has a high one. Ranks lack this information, and with them the worse ranking lowers the better one.
 *
 * Models differ in the likeness of unrelated texts, a cosine of 0.1 or of 0.7. So a similarity counts as its share of the range from the last entry
 * of the list to 1.
 *
 * They also differ in vocabulary: if a model reads the question's words in two pieces each, words count twice.
 * @returns best first, each once, ties by id; the score is 1 if words and meaning both match the question, and rarely above
 */
export function fuseScores({ lexical, dense, weights, pieces = 1 }: ScoredLists): RankedChunk[] {
	const [forWords, forVectors] = [weights.lexical * wordShare * pieces, weights.dense];
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
