import type { CollectionStamp } from './collection-stamp';
import type { DocumentFailure, PageSpan } from './document-reader';
import type { Filter } from './filter/filter';
import type { Asker } from './readers';
import type { CompleteDocument, DocumentState, PreparedDocument, StoredChunk, StoredDocument } from './stored-documents';
import type { CollectionAccess, CollectionLists, PlaceOfChange, StoredChange, Writer } from './writers';

export interface RankedChunk {
	chunkId: string;
	/** Lexical: BM25 against the rarity of the question's words, from 0 to 2.2 (core/words/score-words.ts). Dense: cosine similarity. */
	score: number;
}

/** Selects the documents that fit all criteria; without criteria, all. */
export interface DocumentSelection {
	ids?: string[];
	filter?: Filter;
	state?: DocumentState;
}

export interface CollectionStatistics {
	name: string;
	stamp: CollectionStamp;
	/** All listed documents, including failed ones. */
	documents: number;
	failed: number;
	chunks: number;
	characters: number;
	/** Who may search it; absent: everybody. */
	readers?: string[];
	/** Who may change it; absent: everybody. */
	writers?: string[];
	/** Size of the store, if it can tell. */
	bytes?: number;
	/** Increases with every change. */
	revision: number;
	/** For an unfinished re-embedding: its target, and its progress. */
	shadow?: { stamp: CollectionStamp; documents: number };
}

/** The collections of one tenant, in SQLite or PostgreSQL, with or without Chroma for the vectors. */
export interface KnowledgeStore {
	readonly kind: 'sqlite' | 'postgres' | 'chroma';
	list(): Promise<CollectionStatistics[]>;
	/** Returns the current collection, or undefined if there is none. */
	find(name: string): Promise<Collection | undefined>;
	/**
	 * Returns the collection, and creates it if there is none.
	 * @throws TroupeError KNOWLEDGE_STAMP_DIFFERS if it has another stamp, with both stamps and the fix
	 */
	open(name: string, stamp: CollectionStamp): Promise<Collection>;
	/** @param writer default: the operator @throws TroupeError ACCESS_DENIED */
	drop(name: string, writer?: Writer): Promise<boolean>;
	close(): Promise<void>;
}

/** Documents that are searched together. A reader sees a change completely or not at all. */
export interface Collection {
	readonly name: string;
	readonly stamp: CollectionStamp;
	/**
	 * Replaces each document completely, with its chunks. Stores all documents of a call or none. Leaves unchanged documents as they are. Other labels
	 * of a document are recorded.
	 * @param writer default: the operator @param signal ends the call, which then has changed nothing
	 * @throws TroupeError ACCESS_DENIED, INPUT_TOO_LARGE, INPUT_INVALID, CANCELLED; KNOWLEDGE_STAMP_DIFFERS if a re-embedding replaced the collection in the meantime
	 */
	put(documents: PreparedDocument[], writer?: Writer, signal?: AbortSignal): Promise<Array<'added' | 'changed' | 'unchanged'>>;
	/** Records that a document gave no text. A version stored earlier under this id stays searchable. */
	fail(document: { id: string; source?: string }, failure: DocumentFailure, message: string): Promise<void>;
	/** Returns the ids of the removed documents. @param writer default: the operator @throws TroupeError ACCESS_DENIED */
	remove(selection: DocumentSelection, writer?: Writer): Promise<string[]>;
	/** Ends the quarantine of documents. Returns the ids of those that were in it. */
	release(ids: string[], writer?: Writer): Promise<string[]>;
	/** Returns documents by ascending id, starting after `after`. */
	documents(selection: DocumentSelection, page: { after?: string; limit: number }): Promise<StoredDocument[]>;
	text(documentId: string): Promise<string | undefined>;
	/** Undefined if the document has no pages or does not exist. */
	pages(documentId: string): Promise<PageSpan[] | undefined>;
	/** A consistent copy of the document; undefined if it does not exist or never had a text. */
	document(documentId: string): Promise<CompleteDocument | undefined>;
	/**
	 * Searches by words; ties are ordered by id. Documents that the asker does not find do not count in the scores either.
	 * @param words words of the question, each with its forms (core/words); a repeated word counts twice @param asker default: nobody known
	 */
	lexical(words: string[][], limit: number, filter?: Filter, asker?: Asker): Promise<RankedChunk[]>;
	/**
	 * Searches by cosine similarity; ties are ordered by id. @param vector of unit length @param asker default: nobody known
	 * @throws TroupeError INPUT_INVALID; KNOWLEDGE_STAMP_DIFFERS for another number of dimensions, or if a re-embedding replaced the collection in
	 * the meantime: find it again
	 */
	dense(vector: Float32Array, limit: number, filter?: Filter, asker?: Asker): Promise<RankedChunk[]>;
	/** Returns chunks in the order of the ids, without those that no longer exist. */
	chunks(ids: string[]): Promise<StoredChunk[]>;
	/** Returns the vectors of chunks, for diversity; undefined for a collection without vectors. */
	vectors(ids: string[]): Promise<Array<Float32Array | undefined>>;
	/** Returns the document's chunks with ordinals `from` to `to`, both included. */
	neighbours(documentId: string, from: number, to: number): Promise<StoredChunk[]>;
	statistics(): Promise<CollectionStatistics>;
	/** Returns who may search the collection at all, and who may change it. */
	access(): Promise<CollectionAccess>;
	/** Sets these lists, and records it. @param writer default: the operator */
	setAccess(change: CollectionLists, writer?: Writer): Promise<void>;
	/** Returns the newest changes of labels and lists, also of documents that no longer exist. @param after the last one of the page before */
	changes(limit: number, after?: PlaceOfChange): Promise<StoredChange[]>;
	/** Stays equal until the collection changes. Never equal for two collections, even of the same name at different times. Use it as a cache key. */
	revision(): Promise<string>;
	/** Opens the shadow that a re-embedding fills, or creates it. */
	shadow(stamp: CollectionStamp): Promise<Collection>;
	/** Replaces the collection with its shadow atomically. @throws TroupeError STATE_CONFLICT if documents are missing in the shadow */
	swap(): Promise<void>;
	/**
	 * Acquires the exclusive right, across processes, to fill the shadow, until it is released or the process ends.
	 * @returns the function that releases it; undefined while another process has it
	 */
	holdShadow(): Promise<(() => Promise<void>) | undefined>;
	/** Discards the shadow. */
	abandonShadow(): Promise<void>;
}
