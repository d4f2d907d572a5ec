import { chunkerStamp, defaultSizes, type ChunkerOptions } from '../chunking/chunk-document';
import type { ChunkingChoice } from '../knowledge-task';
import type { EmbeddingStamp } from '../../ports/knowledge/collection-stamp';
import type { Collection, KnowledgeStore } from '../../ports/knowledge/knowledge-store';

interface CollectionSettings {
	name: string;
	/** Absent for a collection without vectors. */
	embedding?: EmbeddingStamp;
	chunking?: ChunkingChoice;
}

/** @throws TroupeError KNOWLEDGE_STAMP_DIFFERS for another embedder or chunking, with the fix; INPUT_INVALID for sizes */
export async function openForIngestion(store: KnowledgeStore, { name, embedding, chunking }: CollectionSettings): Promise<Collection> {
	const existing = await store.find(name);
	// Its own sizes, in the current version: chunks of an earlier version are not mixed in.
	const chunker = chunkerStamp(
		chunking ? { ...chooseSizes(embedding), ...definedFields(chunking) } : (existing?.stamp.chunker ?? chooseSizes(embedding)),
	);
	return store.open(name, { ...(embedding && { embedding }), chunker });
}

/** The model's tokens are shorter than ours, by the margin that the default leaves for 256. */
function chooseSizes(embedding: EmbeddingStamp | undefined): ChunkerOptions {
	const usual = 256;
	const { maximumTokens = usual } = embedding ?? {};
	if (maximumTokens >= usual) return {};
	const scaled = (tokens: number) => Math.max(8, Math.floor((tokens * maximumTokens) / usual));
	return { wantedTokens: scaled(defaultSizes.wantedTokens), maximumTokens: scaled(defaultSizes.maximumTokens) };
}

function definedFields(chunking: ChunkingChoice): ChunkingChoice {
	return Object.fromEntries(Object.entries(chunking).filter(([, value]) => value !== undefined));
}
