export const searchModes = ['lexical', 'dense', 'hybrid'] as const;
export type SearchMode = (typeof searchModes)[number];

/** How the two rankings of a hybrid search are combined: by scores, or by ranks only (weighted reciprocal rank fusion). */
export const fusions = ['scores', 'ranks'] as const;
export type Fusion = (typeof fusions)[number];

/** How a search was performed, and what was unavailable. */
export interface SearchFacts {
	/** How it was searched. */
	mode: SearchMode;
	/**
	 * Why a hybrid search used only words or only vectors, or a search by words only the names of documents and sections: the collection has no
	 * vectors, the host has no embedder for the question, or the question has no significant words.
	 */
	fellBack?: 'no_vectors' | 'no_embedder' | 'no_words';
	/** `provider:model` of the reranker that computed the scores. */
	reranker?: string;
	/** Why the requested reranker returned no scores. The hits are in their original order. */
	rerankFailure?: { reranker: string; errorCode: string; message: string };
}

/** The same facts for callers that did not search themselves, without the hits. */
export interface CollectionSearched extends SearchFacts {
	collection: string;
	/** Number of passages with a sufficient score. */
	passages: number;
	/** The ids of their documents, in the order of the first passage. */
	documents?: string[];
	/** A keyed hash of the question as it was searched: equal for equal questions. Absent for a host without a vault. */
	questionHash?: string;
	/** The question, with personal data and secrets masked, where the operator stores questions. */
	question?: string;
}
