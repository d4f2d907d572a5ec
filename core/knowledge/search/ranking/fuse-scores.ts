import type { RankedChunk } from '../../../ports';

/**
 * What a word score of 1, that of a usual passage with all words of the question, counts against a similarity of 1, where the model knows the
 * words whole. By own sets of questions (docs/decisions/knowledge/0081); from 0.4 to 0.7 it makes little difference.
 */
export const wordShare = 0.5;
/** So many of a dense ranking have to be there for its last one to say half of what an unrelated passage is like. */
const fewest = 10;

interface ScoredLists {
	/** By the collection's word scores, best first. */
	lexical: RankedChunk[];
	/** By cosine similarity, best first. */
	dense: RankedChunk[];
	weights: { lexical: number; dense: number };
	/** In which the model reads a word of the question (word-pieces.ts). Default 1. */
	pieces?: number;
}

/**
 * Adds what words and what vectors say of a chunk, each by how sure it is: a question whose words stand nowhere has low word scores, and
 * the vectors decide; a code or a name that one chunk has alone has a high one. Places cannot tell that, and by them the worse of two rankings
 * takes the better one down.
 *
 * Models differ in what unrelated texts have in common, a cosine of 0.1 or of 0.7. So a similarity is taken from the last one of the list, as
 * a share of the way up to 1.
 *
 * And they differ in what they know: where a model reads the question's words in two pieces each, what the words say counts twice.
 * @returns best first, each once, ties by id; the score is 1 where words and meaning are both the question's, and rarely above
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
