import { throwIfCancelled } from '../../../base/async/cancelled';
import type { SearchMode } from '../../../ports/knowledge/search-facts';
import { TroupeError } from '../../../base/errors';
import type { Collection, RankedChunk } from '../../../ports/knowledge/knowledge-store';
import type { Embedder, StampedEmbedder } from '../../../ports/models/models';
import { extractNameWords, extractQuestionWords } from '../../../words/terms';
import { fuseRanks } from './fuse-ranks';
import { fuseScores } from './fuse-scores';
import { countWordPieces } from './word-pieces';
import { searchBounds, type CheckedRequest, type SearchResult } from '../search-request';

/** Entries of each ranking to combine, independent of the number of hits. */
const depth = 2 * searchBounds.top;

export type QuestionEmbedder = Embedder & Pick<StampedEmbedder, 'countTokens'>;

export interface Ranking extends Pick<SearchResult, 'mode' | 'fellBack'> {
	lexical: RankedChunk[];
	dense: RankedChunk[];
	ranked: RankedChunk[];
}

export interface RankParts {
	collection: Collection;
	/** For the model in the collection's stamp; absent to search by words alone. */
	embedder?: QuestionEmbedder;
}

/** @throws TroupeError MODEL_*, KNOWLEDGE_STAMP_DIFFERS, CANCELLED */
export async function rankChunks(request: CheckedRequest, { collection, embedder }: RankParts, signal: AbortSignal): Promise<Ranking> {
	const { question, filter, asker } = request;
	const words = extractQuestionWords(question);
	const { mode, fellBack } = chooseMode(request.mode, { collection, embedder, words });
	const asked = words.length > 0 ? words : extractNameWords(question);
	const lexical = mode === 'dense' || asked.length === 0 ? [] : await collection.lexical(asked, depth, filter, asker);
	throwIfSearchCancelled(signal);
	const dense =
		mode === 'lexical' ? [] : await collection.dense(await embedQuestion(question, collection, embedder, signal), depth, filter, asker);
	throwIfSearchCancelled(signal);
	const ranked = mode === 'lexical' ? lexical : mode === 'dense' ? dense : fuse({ lexical, dense, embedder }, request);
	return { mode, ...(fellBack && { fellBack }), lexical, dense, ranked };
}

function fuse(
	{ lexical, dense, embedder }: Pick<Ranking, 'lexical' | 'dense'> & { embedder?: QuestionEmbedder },
	{ question, fusion, weights }: CheckedRequest,
): RankedChunk[] {
	if (fusion === 'scores') {
		const pieces = countWordPieces(question, embedder?.countTokens?.bind(embedder));
		return fuseScores({ lexical, dense, weights, pieces });
	}
	return fuseRanks([
		{ chunks: lexical, weight: weights.lexical },
		{ chunks: dense, weight: weights.dense },
	]);
}

/** Only a hybrid search falls back to one mode, and reports it; a search by words reports that the question has none. */
function chooseMode(
	requested: SearchMode,
	{ collection, embedder, words }: { collection: Collection; embedder?: Embedder; words: string[][] },
): Pick<SearchResult, 'mode' | 'fellBack'> {
	const wordless = words.length === 0 ? ({ fellBack: 'no_words' } as const) : undefined;
	if (requested === 'dense') return { mode: requested };
	if (requested === 'lexical') return { mode: requested, ...wordless };
	if (!collection.stamp.embedding) return { mode: 'lexical', ...(wordless ?? { fellBack: 'no_vectors' }) };
	if (!embedder) return { mode: 'lexical', fellBack: 'no_embedder' };
	return wordless ? { mode: 'dense', ...wordless } : { mode: 'hybrid' };
}

/** The question's vector, of unit length like the collection's. */
async function embedQuestion(
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
export function throwIfSearchCancelled(signal: AbortSignal): void {
	throwIfCancelled(signal, 'The search was cancelled.');
}
