import { isTroupeError } from '../../base/errors';
import type { EmbeddingStamp, KnowledgeStore } from '../../ports';
import { findCollection } from '../find-collection';
import type { QuestionEmbedder } from './ranking/rank-chunks';
import type { RerankParts } from './ranking/rerank-candidates';
import type { ResultCache } from './result-cache';
import { searchCollection } from './search-collection';
import type { SearchRequest, SearchResult } from './search-request';

interface NamedSearchParts extends RerankParts {
	store: KnowledgeStore;
	/** Who makes the vectors of this model; undefined where nobody here does. Asked for searches by vectors alone. */
	embedderOf: (stamp: EmbeddingStamp) => Promise<QuestionEmbedder | undefined>;
	/** Of this store alone. */
	cache?: ResultCache;
}

/**
 * Searches a collection as it is now: where a re-embedding took its place while it was searched, it is found and searched once more, with the
 * new model.
 * @throws TroupeError KNOWLEDGE_NOT_FOUND with the collections that there are, and as searchCollection
 */
export async function searchByName(
	name: string,
	request: SearchRequest,
	parts: NamedSearchParts,
	signal: AbortSignal,
): Promise<SearchResult> {
	try {
		return await searchFound(name, request, parts, signal);
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'KNOWLEDGE_STAMP_DIFFERS') throw error;
		return searchFound(name, request, parts, signal);
	}
}

async function searchFound(
	name: string,
	request: SearchRequest,
	{ store, embedderOf, cache, ...rerank }: NamedSearchParts,
	signal: AbortSignal,
): Promise<SearchResult> {
	const collection = await findCollection(store, name);
	const { embedding } = collection.stamp;
	const embedder = embedding && request.mode !== 'lexical' ? await embedderOf(embedding) : undefined;
	const parts = { collection, ...(embedder && { embedder }), ...rerank };
	return cache ? cache.search(request, parts, signal) : searchCollection(request, parts, signal);
}
