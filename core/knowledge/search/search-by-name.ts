import { isTroupeError } from '../../base/errors';
import { measurements } from '../../base/metrics/measurements';
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
	/** Undefined if the host has none. Called only for searches with vectors. */
	findEmbedder: (stamp: EmbeddingStamp) => Promise<QuestionEmbedder | undefined>;
	cache?: ResultCache;
}

/**
 * If a re-embedding replaces the collection meanwhile, searches it again with the new model. @throws TroupeError ACCESS_DENIED if the caller may not
 * search it, KNOWLEDGE_NOT_FOUND with the existing collections, and errors of searchCollection
 */
export async function searchByName(
	name: string,
	request: SearchRequest,
	parts: NamedSearchParts,
	signal: AbortSignal,
): Promise<SearchResult> {
	const startedAt = performance.now();
	let outcome: 'found' | 'nothing' | 'failed' = 'failed';
	try {
		const result = await searchAgain(name, request, parts, signal);
		outcome = result.hits.length > 0 ? 'found' : 'nothing';
		return result;
	} catch (error) {
		// Callers choose the names of collections.
		if (isTroupeError(error) && error.code === 'KNOWLEDGE_NOT_FOUND') name = 'unknown';
		throw error;
	} finally {
		measurements.count('troupe_knowledge_searches_total', { collection: name, outcome });
		measurements.observe('troupe_knowledge_search_duration_seconds', { collection: name }, (performance.now() - startedAt) / 1000);
	}
}

async function searchAgain(...search: Parameters<typeof findAndSearch>): Promise<SearchResult> {
	try {
		return await findAndSearch(...search);
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'KNOWLEDGE_STAMP_DIFFERS') throw error;
		return findAndSearch(...search);
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
