import { throwIfCancelled } from '../../../base/cancelled';
import { TroupeError } from '../../../base/errors';
import type { Collection, Embedder, RankedChunk, StampedEmbedder } from '../../../ports';
import { wordsAsked } from '../../../words/terms';
import { fuseRanks } from './fuse-ranks';
import { fuseScores } from './fuse-scores';
import { wordPieces } from './word-pieces';
import { searchBounds, type CheckedRequest, type SearchMode, type SearchResult } from '../search-request';

/** So many of each ranking are fused, however many hits are wanted, so that the best are the same: what is far down in both is none. */
const depth = 2 * searchBounds.top;

/** Makes the vector of a question. Where it says how it counts tokens, a hybrid search sees by it which words the model knows. */
export type QuestionEmbedder = Embedder & Pick<StampedEmbedder, 'countTokens'>;

export interface Ranking extends Pick<SearchResult, 'mode' | 'fellBack'> {
	lexical: RankedChunk[];
	dense: RankedChunk[];
	/** Best first: by words, cosine or both. */
	ranked: RankedChunk[];
}

export interface RankParts {
	collection: Collection;
	/** Of the model that the collection is stamped with; absent: by words alone. */
	embedder?: QuestionEmbedder;
}

/** Asks the collection by words, by vector or by both, as far as it can be asked. @throws TroupeError MODEL_*, KNOWLEDGE_STAMP_DIFFERS, CANCELLED */
export async function rankChunks(request: CheckedRequest, { collection, embedder }: RankParts, signal: AbortSignal): Promise<Ranking> {
	const { question, filter } = request;
	const words = wordsAsked(question);
	const { mode, fellBack } = modeOf(request.mode, { collection, embedder, words });
	const lexical = mode === 'dense' || words.length === 0 ? [] : await collection.lexical(words, depth, filter);
	checkIsWanted(signal);
	const dense = mode === 'lexical' ? [] : await collection.dense(await vectorOf(question, collection, embedder, signal), depth, filter);
	checkIsWanted(signal);
	const ranked = mode === 'lexical' ? lexical : mode === 'dense' ? dense : fuse({ lexical, dense, embedder }, request);
	return { mode, ...(fellBack && { fellBack }), lexical, dense, ranked };
}

function fuse(
	{ lexical, dense, embedder }: Pick<Ranking, 'lexical' | 'dense'> & { embedder?: QuestionEmbedder },
	{ question, fusion, weights }: CheckedRequest,
): RankedChunk[] {
	if (fusion === 'scores') {
		const pieces = wordPieces(question, embedder?.countTokens?.bind(embedder));
		return fuseScores({ lexical, dense, weights, pieces });
	}
	return fuseRanks([
		{ chunks: lexical, weight: weights.lexical },
		{ chunks: dense, weight: weights.dense },
	]);
}

/** A hybrid search of what cannot be asked both ways is one of the other two, and says so; the other two are what they are. */
function modeOf(
	wanted: SearchMode,
	{ collection, embedder, words }: { collection: Collection; embedder?: Embedder; words: string[][] },
): Pick<SearchResult, 'mode' | 'fellBack'> {
	if (wanted !== 'hybrid') return { mode: wanted };
	if (!collection.stamp.embedding) return { mode: 'lexical', fellBack: 'no_vectors' };
	if (!embedder) return { mode: 'lexical', fellBack: 'no_embedder' };
	return words.length === 0 ? { mode: 'dense', fellBack: 'no_words' } : { mode: 'hybrid' };
}

/** Of the question, of unit length, as the collection's are. */
async function vectorOf(
	question: string,
	{ name, stamp: { embedding } }: Collection,
	embedder: Embedder | undefined,
	signal: AbortSignal,
): Promise<Float32Array> {
	if (!embedding || !embedder || embedder.id !== embedding.model)
		throw new TroupeError({
			code: 'KNOWLEDGE_STAMP_DIFFERS',
			message: `The collection "${name}" ${embedding ? `has vectors of ${embedding.model}` : 'has no vectors'}, but the search uses ${embedder ? `vectors of ${embedder.id}` : 'vectors alone'}.`,
			fix: embedding
				? `Search with ${embedding.model} or by words, or re-embed the collection.`
				: 'Search by words, or re-embed the collection with a model.',
			details: { collection: name, expected: embedding?.model, actual: embedder?.id },
		});
	const { vectors } = await embedder.embed([question], signal, 'query');
	const length = Math.hypot(...(vectors[0] ?? []));
	if (vectors.length !== 1 || !Number.isFinite(length) || length === 0)
		throw new TroupeError({
			code: 'MODEL_MALFORMED_RESPONSE',
			message: `${embedder.id} returned ${vectors.length === 1 ? 'a vector without a direction' : `${vectors.length} vectors`}; expected one vector of the question.`,
			fix: 'Try again. If this persists, search by words, or re-embed the collection with another model.',
			retryable: true,
		});
	return Float32Array.from(vectors[0]!, (part) => part / length);
}

/** @throws TroupeError CANCELLED */
export function checkIsWanted(signal: AbortSignal): void {
	throwIfCancelled(signal, 'The search was cancelled.');
}
