import { BoundedCache } from '../../base/bounded-cache';
import { checkRequest, type SearchRequest, type SearchResult } from './search-request';
import { searchCollection, type SearchParts } from './search-collection';

/** Bytes of results that a process keeps of one store. */
const usual = 16 * 1024 * 1024;

/** What searches of one store found, as long as nothing in their collection changed; the ones used last, within a number of bytes. */
export class ResultCache {
	readonly #results: BoundedCache<string>;

	constructor(bytes = usual) {
		this.#results = new BoundedCache(bytes);
	}

	/** As searchCollection. A result that a reranker should have ordered, and did not, is not kept. */
	async search(request: SearchRequest, parts: SearchParts, signal: AbortSignal): Promise<SearchResult> {
		const { collection, embedder, reranker } = parts;
		const before = await collection.revision();
		const key = JSON.stringify([collection.name, before, embedder?.id, reranker?.id, checkRequest(request)]);
		const known = this.#results.get(key);
		// A copy, as the caller may change it.
		if (known !== undefined) return JSON.parse(known) as SearchResult;
		const result = await searchCollection(request, parts, signal);
		if (!result.rerankFailure && (await collection.revision()) === before) {
			const text = JSON.stringify(result);
			this.#results.set(key, text, 2 * (key.length + text.length));
		}
		return result;
	}
}
