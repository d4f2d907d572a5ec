import type { Transaction } from 'kysely';

/**
 * The catalogue of all collections, the same on SQLite and PostgreSQL. All tables have a column `tenant`, which is not declared here: it is
 * added to every query (providers/database/own-tenant.ts). Text that not every database supports (NUL, lone surrogates) is stored as
 * bytes or JSON.
 */
export interface Tables {
	knowledge_collections: CollectionRow;
	knowledge_documents: DocumentRow;
	knowledge_chunks: ChunkRow;
	knowledge_blocks: BlockRow;
	knowledge_words: WordRow;
	knowledge_vectors: VectorRow;
	knowledge_outside_vectors: OutsideVectorsRow;
	knowledge_changes: ChangeRow;
	knowledge_removals: RemovalRow;
}

/** One filling of a collection: the one that is searched, and the shadow that a re-embedding fills. */
export interface CollectionRow {
	/** A random number, so that the cache of a process never confuses two generations. */
	generation: number;
	name: string;
	role: 'serving' | 'shadow';
	stamp: string;
	/** Rises with every change. */
	revision: number;
	/** `lexiconVersion` of its words. */
	lexicon: number;
	/** Place of its vectors: in the catalogue's database or in Chroma. */
	vectors: 'own' | 'chroma';
	/** Who may read it, as a JSON list; null: everybody. */
	readers: string | null;
	/** Who may change it, in the same way. */
	writers: string | null;
}

export interface DocumentRow {
	generation: number;
	id: string;
	/** `Description` as JSON. */
	description: string;
	/** Empty if it never had a text. */
	content_hash: string;
	state: 'ready' | 'failed';
	/** `{failure, message}` as JSON. */
	failure: string | null;
	ingested_at: number;
	/** The number of its first chunk; the others follow in order. */
	first_chunk: number;
	chunks: number;
	characters: number;
	/** `Access` of its metadata as JSON; null where everybody finds it. A column, so that the few documents that have it are found without the others. */
	access: string | null;
	/** The writer of this version. */
	writer: string | null;
	/** `PageSpan[]` as JSON. */
	pages: string | null;
	/** The last column, because columns read for many rows come first. */
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
	/** Stored besides the document's text: extracting it would read the whole document for each passage. */
	text: Uint8Array;
}

/** Facts about a block of chunk numbers. */
interface BlockRow {
	generation: number;
	block: number;
	/** The revision of the collection at the last write. */
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
	/** A unit vector: Float32 in SQLite, a `vector` of pgvector in PostgreSQL. */
	vector: Uint8Array;
}

/**
 * The vectors of one document that are stored outside this database. A row exists before they arrive and until they
 * are gone, so that a killed process leaves no unknown vectors.
 */
export interface OutsideVectorsRow {
	generation: number;
	/** A random id. Empty: everything of a generation. */
	delivery: string;
	document: string;
	/** Only kept vectors are searched, not those that are arriving or leaving. */
	state: 'coming' | 'kept' | 'leaving';
	/** The number of the first chunk, for kept vectors. */
	first_chunk: number;
	chunks: number;
	/** Start of the delivery, in milliseconds since the epoch. */
	since: number;
}

/** A change of labels or lists of readers; it is kept when its document or collection is gone. */
export interface ChangeRow {
	/** Random. */
	id: string;
	/** The collection. */
	name: string;
	at: number;
	/** `AccessChange` without its time, as JSON. */
	change: string;
}

/** When a document was removed last, for versions of it that were sent before; for a month. */
export interface RemovalRow {
	/** The collection. */
	name: string;
	/** Part of the hash of its id. */
	document: string;
	at: number;
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
		'knowledge_changes',
		'knowledge_removals',
	] as const satisfies Array<keyof Tables>,
	common: [],
};

/** A transaction limited to one tenant. */
export type Connection = Transaction<Tables>;
