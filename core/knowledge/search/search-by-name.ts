import { isTroupeError } from '../../base/errors';
import type { EmbeddingStamp } from '../../ports/knowledge/collection-stamp';
import type { KnowledgeStore } from '../../ports/knowledge/knowledge-store';
import { checkReader } from '../../ports/knowledge/writers';
import { findCollection } from '../find-collection';
import type { QuestionEmbedder } from './ranking/rank-chunks';
import type { RerankParts } from './ranking/rerank-candidates';
import type { ResultCache } from './result-cache';
import { searchCollection } from './search-collection';
import type { SearchRequest, SearchResult } from './search-request';

interface NamedSearchParts extends RerankParts {
	store: KnowledgeStore;
	/** Returns the embedder of a model; undefined if the host has none. Called only for searches with vectors. */
	findEmbedder: (stamp: EmbeddingStamp) => Promise<QuestionEmbedder | undefined>;
	/** A cache for this store only. */
	cache?: ResultCache;
}

/**
 * Searches the current collection. If a re-embedding replaces it during the search, finds and searches it again with the new model.
 * @throws TroupeError ACCESS_DENIED where whoever asks may not search it, KNOWLEDGE_NOT_FOUND with the existing collections, and errors of searchCollection
 */
export async function searchByName(
	name: string,
	request: SearchRequest,
	parts: NamedSearchParts,
	signal: AbortSignal,
): Promise<SearchResult> {
	try {
		return await findAndSearch(name, request, parts, signal);
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'KNOWLEDGE_STAMP_DIFFERS') throw error;
		return findAndSearch(name, request, parts, signal);
	}
}

async function findAndSearch(
	name: string,
	request: SearchRequest,
	{ store, findEmbedder, cache, ...rerank }: NamedSearchParts,
	signal: AbortSignal,
): Promise<SearchResult> {
	const { asker = [] } = request;
	const collection = await findCollection(store, name, asker);
	checkReader(name, await collection.access(), asker);
	const { embedding } = collection.stamp;
	const embedder = embedding && request.mode !== 'lexical' ? await findEmbedder(embedding) : undefined;
	const parts = { collection, ...(embedder && { embedder }), ...rerank };
	return cache ? cache.search(request, parts, signal) : searchCollection(request, parts, signal);
}
