import type { TableData } from '../../../core/base/privacy/personal-data';
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

/**
 * What each table holds of persons. Documents are the company's: they can name anybody, and belong to no contact. Access and changes name groups and people of
 * the company.
 */
export const knowledgeData = {
	knowledge_collections: { kept: 'knowledge', user: 'readers writers', nothing: 'generation name role stamp revision lexicon vectors' },
	knowledge_documents: {
		kept: 'knowledge',
		stays: 'company',
		words: 'text description',
		user: 'access writer',
		nothing: 'generation id content_hash state failure ingested_at first_chunk chunks characters pages',
	},
	knowledge_chunks: {
		kept: 'knowledge',
		stays: 'company',
		words: 'text headings',
		nothing: 'generation number id document ordinal start_at end_at page tokens',
	},
	knowledge_blocks: { kept: 'knowledge', nothing: 'generation block revision lengths' },
	knowledge_words: { kept: 'knowledge', stays: 'company', derived: 'term', nothing: 'generation block postings' },
	knowledge_vectors: { kept: 'knowledge', stays: 'company', derived: 'vector', nothing: 'generation number' },
	knowledge_outside_vectors: { kept: 'knowledge', nothing: 'generation delivery document state first_chunk chunks since' },
	knowledge_changes: { kept: 'record', user: 'change', nothing: 'id name at' },
	knowledge_removals: { kept: 'removedDocument', nothing: 'name document at' },
} as const satisfies Record<keyof Tables, TableData>;

export const knowledgeTables = { own: Object.keys(knowledgeData) as Array<keyof Tables>, common: [] };

/** A transaction limited to one tenant. */
export type Connection = Transaction<Tables>;
