import type { CollectionStamp } from './collection-stamp';
import type { DocumentFailure, PageSpan } from './document-reader';
import type { Filter } from './filter/filter';
import type { Asker } from './readers';
import type { CompleteDocument, DocumentState, PreparedDocument, StoredChunk, StoredDocument } from './stored-documents';
import type { CollectionAccess, CollectionLists, PlaceOfChange, StoredChange, Writer } from './writers';

export interface RankedChunk {
	chunkId: string;
	/** Lexical: BM25 against the rarity of the question's words, 0 to 2.2 (core/words/score-words.ts). Dense: cosine. */
	score: number;
}

/** All criteria must fit; without criteria, all documents. */
export interface DocumentSelection {
	ids?: string[];
	filter?: Filter;
	state?: DocumentState;
}

export interface CollectionStatistics {
	name: string;
	stamp: CollectionStamp;
	documents: number;
	failed: number;
	chunks: number;
	characters: number;
	readers?: string[];
	writers?: string[];
	bytes?: number;
	revision: number;
	shadow?: { stamp: CollectionStamp; documents: number };
}

/** The collections of one tenant, in SQLite or PostgreSQL, with or without Chroma for the vectors. */
export interface KnowledgeStore {
	readonly kind: 'sqlite' | 'postgres' | 'chroma';
	list(): Promise<CollectionStatistics[]>;
	find(name: string): Promise<Collection | undefined>;
	/** Creates it if there is none. @throws TroupeError KNOWLEDGE_STAMP_DIFFERS if it has another stamp, with both stamps and the fix */
	open(name: string, stamp: CollectionStamp): Promise<Collection>;
	/** @param writer default: the operator @throws TroupeError ACCESS_DENIED */
	drop(name: string, writer?: Writer): Promise<boolean>;
	close(): Promise<void>;
}

/** Searched together. A reader sees a change completely or not at all. */
export interface Collection {
	readonly name: string;
	readonly stamp: CollectionStamp;
	/**
	 * Replaces documents with their chunks, all of a call or none. Unchanged ones stay. Records other labels. @param writer default: the operator
	 * @param signal ends the call without any change @throws TroupeError ACCESS_DENIED, INPUT_TOO_LARGE, INPUT_INVALID, CANCELLED;
	 * KNOWLEDGE_STAMP_DIFFERS if a re-embedding replaced the collection in the meantime
	 */
	put(documents: PreparedDocument[], writer?: Writer, signal?: AbortSignal): Promise<Array<'added' | 'changed' | 'unchanged'>>;
	/** A version stored earlier under this id stays searchable. */
	fail(document: { id: string; source?: string }, failure: DocumentFailure, message: string): Promise<void>;
	/** Returns the removed ids. @param writer default: the operator @throws TroupeError ACCESS_DENIED */
	remove(selection: DocumentSelection, writer?: Writer): Promise<string[]>;
	release(ids: string[], writer?: Writer): Promise<string[]>;
	documents(selection: DocumentSelection, page: { after?: string; limit: number }): Promise<StoredDocument[]>;
	text(documentId: string): Promise<string | undefined>;
	/** Undefined if the document has no pages or does not exist. */
	pages(documentId: string): Promise<PageSpan[] | undefined>;
	/** Consistent; undefined if it does not exist or never had a text. */
	document(documentId: string): Promise<CompleteDocument | undefined>;
	/**
	 * Ties by id. Hidden documents do not count in the scores either. @param words of the question, each with its forms (core/words); a
	 * repeated word counts twice @param asker default: nobody known
	 */
	lexical(words: string[][], limit: number, filter?: Filter, asker?: Asker): Promise<RankedChunk[]>;
	/**
	 * By cosine, ties by id. @param vector of unit length @param asker default: nobody known @throws TroupeError INPUT_INVALID;
	 * KNOWLEDGE_STAMP_DIFFERS for another number of dimensions, or if a re-embedding replaced the collection: find it again
	 */
	dense(vector: Float32Array, limit: number, filter?: Filter, asker?: Asker): Promise<RankedChunk[]>;
	chunks(ids: string[]): Promise<StoredChunk[]>;
	/** For diversity; undefined for a collection without vectors. */
	vectors(ids: string[]): Promise<Array<Float32Array | undefined>>;
	/** `from` and `to` are inclusive ordinals. */
	neighbours(documentId: string, from: number, to: number): Promise<StoredChunk[]>;
	statistics(): Promise<CollectionStatistics>;
	access(): Promise<CollectionAccess>;
	/** Recorded. @param writer default: the operator */
	setAccess(change: CollectionLists, writer?: Writer): Promise<void>;
	/** Newest first, also of documents that no longer exist. @param after the last one of the page before */
	changes(limit: number, after?: PlaceOfChange): Promise<StoredChange[]>;
	/** A cache key: equal until the collection changes, never equal for two collections, even of the same name at different times. */
	revision(): Promise<string>;
	shadow(stamp: CollectionStamp): Promise<Collection>;
	/** Atomic. @throws TroupeError STATE_CONFLICT if documents are missing in the shadow */
	swap(): Promise<void>;
	/**
	 * Exclusive across processes, until released or the process ends. @returns the function that releases it; undefined while another process has it
	 */
	holdShadow(): Promise<(() => Promise<void>) | undefined>;
	abandonShadow(): Promise<void>;
}
