export const searchModes = ['lexical', 'dense', 'hybrid'] as const;
export type SearchMode = (typeof searchModes)[number];

/** By scores, or by ranks only (weighted reciprocal rank fusion), in a hybrid search. */
export const fusions = ['scores', 'ranks'] as const;
export type Fusion = (typeof fusions)[number];

export interface SearchFacts {
	mode: SearchMode;
	/**
	 * A hybrid search used only words or vectors, or a search by words only names of documents and sections: the collection has no vectors, the host
	 * no embedder, or the question no significant words.
	 */
	fellBack?: 'no_vectors' | 'no_embedder' | 'no_words';
	/** `provider:model`, if it computed the scores. */
	reranker?: string;
	/** The hits are in their original order. */
	rerankFailure?: { reranker: string; errorCode: string; message: string };
}

export interface CollectionSearched extends SearchFacts {
	collection: string;
	passages: number;
	documents?: string[];
	/** Keyed: equal for equal questions. Absent for a host without a vault. */
	questionHash?: string;
	/** Personal data and secrets masked; only if the operator stores questions. */
	question?: string;
}
