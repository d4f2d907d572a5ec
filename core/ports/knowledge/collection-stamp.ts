/** Collections with different stamps cannot be mixed. */
export interface CollectionStamp {
	/** Absent if the collection has no vectors. */
	embedding?: EmbeddingStamp;
	chunker: ChunkerStamp;
}

export interface EmbeddingStamp {
	model: string;
	/** Commit on a hub, or digest of a local folder or an Ollama model. */
	revision?: string;
	dtype?: string;
	/** The model cuts longer texts. */
	maximumTokens?: number;
	dimensions: number;
}

export const chunkMethods = ['structure', 'recursive', 'semantic', 'whole'] as const;

export interface ChunkerStamp {
	method: (typeof chunkMethods)[number];
	wantedTokens: number;
	maximumTokens: number;
	overlapTokens: number;
	/** Version of the method: increases when equal text would be cut elsewhere. */
	version: number;
}
