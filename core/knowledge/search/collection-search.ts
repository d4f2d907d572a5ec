import type { Fusion, SearchMode } from './search-request';

/** How an agent searches a collection of its host's. */
export interface CollectionSearch {
	collection: string;
	/** Default: by words and vectors where the collection has vectors, else by words. */
	mode?: SearchMode;
	/** JSON, read by core/ports/filter/parse-filter.ts. */
	filter?: Record<string, unknown>;
	/** How a search by both puts its two rankings together. Default `scores`. */
	fusion?: Fusion;
	/** Of the two against each other. Default 1 each. */
	weights?: { lexical: number; dense: number };
	/** 0 to 1. */
	diversity?: number;
	/** Chunks before and behind each passage. */
	neighbours?: number;
	/** `cohere:…`, `local:…` or a chat model that judges. */
	reranker?: string;
	/** 0 to 1: passages below it are left out. */
	minimumScore?: number;
}
