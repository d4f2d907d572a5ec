import type { TableData } from '../../../core/base/privacy/personal-data';
import type { Transaction } from 'kysely';

/**
 * The catalogue, the same on SQLite and PostgreSQL. Every query gets a column `tenant`, not declared here (providers/database/own-tenant.ts). Text
 * with NUL or lone surrogates is stored as bytes or JSON.
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

/** The searched collection, or the shadow that a re-embedding fills. */
export interface CollectionRow {
	/** Random, so that caches never confuse two generations. */
	generation: number;
	name: string;
	role: 'serving' | 'shadow';
	stamp: string;
	/** Rises with every change. */
	revision: number;
	lexicon: number;
	/** In the catalogue's database or in Chroma. */
	vectors: 'own' | 'chroma';
	/** JSON list; null: everybody. */
	readers: string | null;
	/** JSON list; null: everybody. */
	writers: string | null;
}

export interface DocumentRow {
	generation: number;
	id: string;
	description: string;
	/** Empty if it never had a text. */
	content_hash: string;
	state: 'ready' | 'failed';
	/** `{failure, message}` as JSON. */
	failure: string | null;
	ingested_at: number;
	first_chunk: number;
	chunks: number;
	characters: number;
	/** `Access` as JSON; null: everybody. A column, to find the few documents with it. */
	access: string | null;
	writer: string | null;
	/** `PageSpan[]` as JSON. */
	pages: string | null;
	/** Last column, because columns read for many rows come first. */
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
	/** Stored separately: extraction would read the whole document for each passage. */
	text: Uint8Array;
}

interface BlockRow {
	generation: number;
	block: number;
	/** The revision of the collection at the last write. */
	revision: number;
	/** Uint32 each: the chunk's words plus one; 0 if there is none. */
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
 * Vectors of one document outside this database. The row exists before they arrive and until they are gone, so that a crash leaves no unknown
 * vectors.
 */
export interface OutsideVectorsRow {
	generation: number;
	/** Random. Empty: everything of a generation. */
	delivery: string;
	document: string;
	state: 'coming' | 'kept' | 'leaving';
	first_chunk: number;
	chunks: number;
	/** Milliseconds since the epoch. */
	since: number;
}

/** A change of labels or readers; outlives its document or collection. */
interface ChangeRow {
	id: string;
	name: string;
	at: number;
	/** `AccessChange` without its time, as JSON. */
	change: string;
}

/** Last removal of a document, for versions sent before; for a month. */
interface RemovalRow {
	name: string;
	document: string;
	at: number;
}

/** Documents are the company's: they can name anybody, and belong to no contact. Access and changes name groups and people of the company. */
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

export type Connection = Transaction<Tables>;
