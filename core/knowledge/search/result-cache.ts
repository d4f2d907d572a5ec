import { BoundedCache } from '../../base/bounded-cache';
import { mayFind } from '../../ports/knowledge/readers';
import { checkRequest, type SearchRequest, type SearchResult } from './search-request';
import { searchCollection, type SearchParts } from './search-collection';

const defaultMaxBytes = 16 * 1024 * 1024;

export class ResultCache {
	readonly #results: BoundedCache<string>;

	constructor(bytes = defaultMaxBytes) {
		this.#results = new BoundedCache(bytes);
	}

	/** Does not cache a result without the scores of a failed reranker. */
	async search(request: SearchRequest, parts: SearchParts, signal: AbortSignal): Promise<SearchResult> {
		const { collection, embedder, reranker } = parts;
		const before = await collection.revision();
		const checked = checkRequest(request);
		const key = JSON.stringify([collection.name, before, embedder?.id, reranker?.id, checked]);
		const cached = this.#results.get(key);
		const found = cached === undefined ? undefined : (JSON.parse(cached) as SearchResult);
		if (found?.hits.every(({ metadata }) => mayFind(metadata, checked.asker, Date.now()))) return found;
		const result = await searchCollection(request, parts, signal);
		if (!result.rerankFailure && (await collection.revision()) === before) {
			const text = JSON.stringify(result);
			this.#results.set(key, text, 2 * (key.length + text.length));
		}
		return result;
	}
}
