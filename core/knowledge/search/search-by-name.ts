import { isTroupeError, TroupeError } from '../../errors';
import type { Embedder, EmbeddingStamp, KnowledgeStore } from '../../ports';
import type { RerankParts } from './rerank-found';
import type { ResultCache } from './result-cache';
import { searchCollection } from './search-collection';
import type { SearchRequest, SearchResult } from './search-request';

export interface NamedSearchParts extends RerankParts {
	store: KnowledgeStore;
	/** Who makes the vectors of this model; undefined where nobody here does. Asked for searches by vectors alone. */
	embedderOf: (stamp: EmbeddingStamp) => Promise<Embedder | undefined>;
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
	const collection = await store.find(name);
	if (!collection) throw await notFound(name, store);
	const { embedding } = collection.stamp;
	const embedder = embedding && request.mode !== 'lexical' ? await embedderOf(embedding) : undefined;
	const parts = { collection, ...(embedder && { embedder }), ...rerank };
	return cache ? cache.search(request, parts, signal) : searchCollection(request, parts, signal);
}

const mostNamed = 20;

async function notFound(name: string, store: KnowledgeStore): Promise<TroupeError> {
	const known = (await store.list()).map((collection) => collection.name);
	return new TroupeError({
		code: 'KNOWLEDGE_NOT_FOUND',
		message: `There is no collection "${name}".`,
		fix:
			known.length > 0
				? `Choose one of: ${known.slice(0, mostNamed).join(', ')}${known.length > mostNamed ? ', …' : ''}; or ingest documents into it.`
				: 'Ingest documents into it: `troupe knowledge ingest PATH --into NAME`.',
		details: { collection: name, known: known.slice(0, mostNamed) },
	});
}
