import { TroupeError } from '../../core/base/errors';
import { bestScores } from '../../core/words/best-scores';
import { scoreWords } from '../../core/words/score-words';
import type { Filter } from '../../core/ports/knowledge/filter/filter';
import type { RankedChunk } from '../../core/ports/knowledge/knowledge-store';
import type { Asker } from '../../core/ports/knowledge/readers';
import { checkQuestion } from './documents/check-documents';
import { bestNamed } from './vectors/best-named';
import type { HeldGeneration } from './generations/held-generation';

/** At most `limit` chunks that fit the filter and that the asker may read. */
interface Sought {
	limit: number;
	filter?: Filter;
	asker?: Asker;
}

/** BM25; ties by id. Hidden chunks do not affect the scores: they would reveal words. */
export function searchWords(held: HeldGeneration, words: string[][], { limit, filter, asker = [] }: Sought): Promise<RankedChunk[]> {
	const { catalogue } = held;
	return catalogue.read(async (connection) => {
		const index = await catalogue.index(connection, await held.row(connection));
		const postings = await index.postings(connection, [...new Set(words.flat())]);
		const readable = await index.readable(connection, asker, catalogue.now());
		const all = { ...index, postings: (term: string) => postings.get(term) };
		const scores = scoreWords(words, readable ? readable.narrow(all) : all);
		const best = bestScores(scores, limit, await index.fitting(connection, filter));
		return bestNamed(
			connection,
			index.generation,
			best.map((number) => ({ number, score: scores[number]! })),
			limit,
		);
	});
}

/** Cosine similarity; ties by id. @throws TroupeError KNOWLEDGE_STAMP_DIFFERS, INPUT_INVALID */
export async function searchVectors(
	held: HeldGeneration,
	vector: Float32Array,
	{ limit, filter, asker = [] }: Sought,
): Promise<RankedChunk[]> {
	if (vector.length !== held.stamp.embedding?.dimensions) throw otherDimensions(held, vector.length);
	checkQuestion(vector);
	if (limit === 0) return [];
	return held.catalogue.vectors.nearest(held.look(filter, asker), { vector, limit });
}

function otherDimensions({ name, stamp }: HeldGeneration, actual: number): TroupeError {
	const expected = stamp.embedding?.dimensions ?? 0;
	return new TroupeError({
		code: 'KNOWLEDGE_STAMP_DIFFERS',
		message:
			expected === 0
				? `The collection "${name}" has no vectors, but the question has a vector of ${actual} dimensions.`
				: `The vectors of the collection "${name}" have ${expected} dimensions, but that of the question has ${actual}.`,
		fix: `Search with the model that the collection was created with${stamp.embedding ? ` (${stamp.embedding.model})` : ''}, search by words, or re-embed it.`,
		details: { collection: name, expected, actual },
	});
}
