import { BoundedCache } from '../../base/bounded-cache';
import { checkRequest, type SearchRequest, type SearchResult } from './search-request';
import { searchCollection, type SearchParts } from './search-collection';

/** Max bytes of cached results of one store. */
const usual = 16 * 1024 * 1024;

/** Caches the results of searches in one store until their collection changes, within a max of bytes. */
export class ResultCache {
	readonly #results: BoundedCache<string>;

	constructor(bytes = usual) {
		this.#results = new BoundedCache(bytes);
	}

	/** Like searchCollection. Does not cache a result without the scores of a reranker that failed. */
	async search(request: SearchRequest, parts: SearchParts, signal: AbortSignal): Promise<SearchResult> {
		const { collection, embedder, reranker } = parts;
		const before = await collection.revision();
		const key = JSON.stringify([collection.name, before, embedder?.id, reranker?.id, checkRequest(request)]);
		const known = this.#results.get(key);
		// A copy, since the caller can change it.
		if (known !== undefined) return JSON.parse(known) as SearchResult;
		const result = await searchCollection(request, parts, signal);
		if (!result.rerankFailure && (await collection.revision()) === before) {
			const text = JSON.stringify(result);
			this.#results.set(key, text, 2 * (key.length + text.length));
		}
		return result;
	}
}
