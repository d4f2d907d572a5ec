import { chunkerStamp, defaultSizes, type ChunkerOptions } from '../chunking/chunk-document';
import type { ChunkingChoice } from '../knowledge-task';
import type { Collection, EmbeddingStamp, KnowledgeStore } from '../../ports';

/** How a collection is wanted; what is left out is as it is, or of a new one the default. */
interface WantedCollection {
	name: string;
	/** Of the embedder that will fill it; absent: by words alone. */
	embedding?: EmbeddingStamp;
	chunking?: ChunkingChoice;
}

/**
 * The collection that documents go into, made where there is none.
 * @throws TroupeError KNOWLEDGE_STAMP_DIFFERS where it was made with another embedder or cut otherwise, with the way out; INPUT_INVALID for sizes
 */
export async function openForIngestion(store: KnowledgeStore, { name, embedding, chunking }: WantedCollection): Promise<Collection> {
	const found = await store.find(name);
	// Its own sizes, in today's version: what was cut by an earlier one is not mixed with it.
	const chunker = chunkerStamp(chunking ? { ...sizesFor(embedding), ...given(chunking) } : (found?.stamp.chunker ?? sizesFor(embedding)));
	return store.open(name, { ...(embedding && { embedding }), chunker });
}

/** The model reads so many tokens; its own are shorter than ours, by as much as the default leaves for 256. */
function sizesFor(embedding: EmbeddingStamp | undefined): ChunkerOptions {
	const usual = 256;
	const { maximumTokens = usual } = embedding ?? {};
	if (maximumTokens >= usual) return {};
	const scaled = (tokens: number) => Math.max(8, Math.floor((tokens * maximumTokens) / usual));
	return { wantedTokens: scaled(defaultSizes.wantedTokens), maximumTokens: scaled(defaultSizes.maximumTokens) };
}

function given(chunking: ChunkingChoice): ChunkingChoice {
	return Object.fromEntries(Object.entries(chunking).filter(([, value]) => value !== undefined));
}
