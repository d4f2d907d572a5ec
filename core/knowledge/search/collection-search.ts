import type { Fusion, SearchMode } from './search-request';

/** Settings of an agent's search of a collection. */
export interface CollectionSearch {
	collection: string;
	/** Default: by words and vectors if the collection has vectors, else by words. */
	mode?: SearchMode;
	/** JSON, parsed by core/ports/filter/parse-filter.ts. */
	filter?: Record<string, unknown>;
	/** Combination of the two rankings of a hybrid search. Default `scores`. */
	fusion?: Fusion;
	/** Weights of the two rankings. Default 1 each. */
	weights?: { lexical: number; dense: number };
	/** 0 to 1. */
	diversity?: number;
	/** Chunks before and after each passage. */
	neighbours?: number;
	/** `cohere:…`, `local:…` or a chat model as a judge. */
	reranker?: string;
	/** 0 to 1: passages with a lower score are left out. */
	minimumScore?: number;
	/** Origins of documents that nobody else can write in; `*` stands for any characters. Default: none. */
	trustedDocuments?: string[];
}
