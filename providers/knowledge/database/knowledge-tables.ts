import type { Transaction } from 'kysely';

/**
 * The catalogue of all collections, the same on SQLite and on PostgreSQL. All tables have a column `tenant`, which is not named here: it is
 * written into every query (database/own-tenant.ts). What a column of text cannot hold everywhere (NUL, lone surrogates) is kept as
 * bytes or as JSON.
 */
export interface Tables {
	knowledge_collections: CollectionRow;
	knowledge_documents: DocumentRow;
	knowledge_chunks: ChunkRow;
	knowledge_blocks: BlockRow;
	knowledge_words: WordRow;
	knowledge_vectors: VectorRow;
	knowledge_outside_vectors: OutsideVectorsRow;
}

/** One filling of a collection: the one that is searched, and the shadow that a re-embedding fills. */
export interface CollectionRow {
	/** Drawn by lot, so that what a process remembers of one is never taken for another's. */
	generation: number;
	name: string;
	role: 'serving' | 'shadow';
	stamp: string;
	/** Rises with every change. */
	revision: number;
	/** `lexiconVersion` of its words. */
	lexicon: number;
	/** Where its vectors lie: in the catalogue's own database, or in Chroma. */
	vectors: 'own' | 'chroma';
}

export interface DocumentRow {
	generation: number;
	id: string;
	/** `Description` as JSON. */
	description: string;
	/** Empty: it never gave a text. */
	content_hash: string;
	state: 'ready' | 'failed';
	/** `{failure, message}` as JSON. */
	failure: string | null;
	ingested_at: number;
	/** Its chunks have the numbers from this one on, in their order. */
	first_chunk: number;
	chunks: number;
	characters: number;
	/** `PageSpan[]` as JSON. */
	pages: string | null;
	/** Last: what is read of many rows at once lies before it. */
	text: Uint8Array | null;
}

export interface ChunkRow {
	generation: number;
	number: number;
	id: string;
	document: string;
	ordinal: number;
	start_at: number;
	end_at: number;
	page: number | null;
	headings: string;
	tokens: number;
	/** Kept beside the document's: cutting it out would read the whole document for each passage. */
	text: Uint8Array;
}

/** What is known of a run of chunk numbers at once. */
interface BlockRow {
	generation: number;
	block: number;
	/** Of the collection, when this was written last. */
	revision: number;
	/** A Uint32 for each number: the chunk's length in words and one more; 0 where there is none. */
	lengths: Uint8Array;
}

export interface WordRow {
	generation: number;
	term: string;
	block: number;
	postings: Uint8Array;
}

interface VectorRow {
	generation: number;
	number: number;
	/** Of unit length: Float32 in SQLite, a `vector` of pgvector in PostgreSQL. */
	vector: Uint8Array;
}

/**
 * The vectors of one document as they were brought to where they lie outside of this database. A row is there before they come and until they
 * are gone, so that nobody who is killed in between leaves what nobody knows of.
 */
export interface OutsideVectorsRow {
	generation: number;
	/** Drawn by lot. Empty: all that there is of a generation. */
	delivery: string;
	document: string;
	/** Those that are kept are searched; those that come or leave are not, wherever they are. */
	state: 'coming' | 'kept' | 'leaving';
	/** Of those that are kept: the number of the first. */
	first_chunk: number;
	chunks: number;
	/** When they began to come, in milliseconds since the epoch. */
	since: number;
}

export const knowledgeTables = {
	own: [
		'knowledge_collections',
		'knowledge_documents',
		'knowledge_chunks',
		'knowledge_blocks',
		'knowledge_words',
		'knowledge_vectors',
		'knowledge_outside_vectors',
	] as const satisfies Array<keyof Tables>,
	common: [],
};

/** Held to one tenant. */
export type Connection = Transaction<Tables>;
