import type { Filter, Metadata } from './filter/filter';
import type { Asker } from './readers';
import type { AccessChange, CollectionAccess, CollectionLists, Writer } from './writers';

export interface Passage {
	/** Stable across re-indexing of an unchanged document. */
	id: string;
	documentId: string;
	title: string;
	/** `document.slice(start, end) === text`, in UTF-16 code units. */
	text: string;
	start: number;
	end: number;
	/** Page of the passage's first character, from 1; absent if the document has no pages. */
	page?: number;
	/** If the passage spans several pages: which part of it is on each, in positions of the document. */
	pages?: PageSpan[];
	/** The headings above it, the outermost first. */
	headingPath?: string[];
	/** As the retriever computed it; comparable within one result only. */
	score: number;
	labels?: DocumentLabels;
	/** Whoever asks may see the personal data in it: they are among its readers, or it is public. */
	open?: true;
	/** The definition vouches for its document: a value in it is nobody else's. */
	trusted?: true;
}

/** What the sender of a document says of it: where it comes from, how far it is trusted, and how confidential it is; and how Troupe got it. */
export interface DocumentLabels {
	source?: string;
	origin?: string;
	trust?: string;
	class?: string;
}

/** Retrieves the passages that answer a question. */
export interface Retriever {
	/** Returns at most `limit` passages that whoever asks may read, best first. */
	retrieve(question: string, limit: number, signal: AbortSignal, asker?: Asker): Promise<Retrieved>;
}

export interface Retrieved {
	passages: Passage[];
	/** For a collection: how it was searched. */
	search?: CollectionSearched;
}

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

/** Why a file has no text. */
export type DocumentFailure =
	| 'needs_password'
	| 'no_text_layer'
	| 'corrupt'
	| 'timeout'
	| 'too_large'
	| 'unsupported_type'
	| 'infected'
	| 'unreachable'
	| 'refused';

/** The text of a file. It never changes afterwards, since all positions refer to it. */
export interface DocumentText {
	text: string;
	/** In Markdown, lines with `#` are headings, and tables stay whole where they fit. */
	format: 'markdown' | 'plain';
	/** IANA media type of the file, without parameters. */
	mediaType: string;
	title?: string;
	/** In order, without overlaps, in UTF-16 code units of the text. */
	pages?: PageSpan[];
	/** Number of pages without text: blank pages, pictures, or letters without a character map. */
	emptyPages?: number;
	/** The first 100 of them. */
	emptyPageNumbers?: number[];
}

export interface PageSpan {
	/** From 1. */
	number: number;
	start: number;
	end: number;
}

export type DocumentReading =
	| { kind: 'read'; document: DocumentText }
	| { kind: 'failed'; failure: DocumentFailure; message: string; fix: string };

/** A document at its source, before it is read. */
export interface SourceDocument {
	/** For a file its absolute path with `/`, for a page its URL, otherwise a name from the sender. Equal for the same document each time. */
	id: string;
	title?: string;
	/** A path or URL, for people. */
	source?: string;
	metadata?: Metadata;
	/** Fetches the document when it is needed. An unavailable document is an outcome. @throws TroupeError CANCELLED */
	load(signal: AbortSignal): Promise<SourceContent>;
}

export type SourceContent =
	| { kind: 'bytes'; bytes: Uint8Array; name?: string; mediaType?: string; place?: string }
	/** Stored unchanged. `place`: the path, line or URL from which Troupe itself read it; absent for what the sender sent. */
	| { kind: 'text'; text: string; format: DocumentText['format']; place?: string }
	| Extract<DocumentReading, { kind: 'failed' }>;

/** Converts the bytes of a file to text. */
export interface DocumentReader {
	/** Increases when equal bytes would give another text, so that stored files are read again. Default 1. */
	readonly version?: number;
	/**
	 * @param hint the type according to the sender; the bytes decide
	 * @throws TroupeError CANCELLED; RATE_LIMITED if too many documents wait; SCANNER_UNREACHABLE if a configured virus scanner does not respond;
	 * INTERNAL if the reader itself failed. Problems of the file are an outcome
	 */
	read(bytes: Uint8Array, hint: { name?: string; mediaType?: string }, signal: AbortSignal): Promise<DocumentReading>;
}

/** A chunk of a document, without a rank. */
export interface DocumentChunk {
	/** Derived from the document's id, the position and the text: equal for equal content. */
	id: string;
	/** From 0, in the order of the document. */
	ordinal: number;
	text: string;
	start: number;
	end: number;
	page?: number;
	headingPath: string[];
	/** As counted by the chunker. */
	tokens: number;
}

/** What the vectors and chunks of a collection depend on. Collections with different stamps cannot be mixed. */
export interface CollectionStamp {
	/** Absent if the collection has no vectors. */
	embedding?: EmbeddingStamp;
	chunker: ChunkerStamp;
}

export interface EmbeddingStamp {
	/** `provider:model`. */
	model: string;
	/** Commit on a hub, or digest of a local folder or of an Ollama model. */
	revision?: string;
	/** For local models: `fp32`, `q8`. */
	dtype?: string;
	/** Max tokens; the model cuts longer texts. */
	maximumTokens?: number;
	dimensions: number;
}

export const chunkMethods = ['structure', 'recursive', 'semantic', 'whole'] as const;

export interface ChunkerStamp {
	method: (typeof chunkMethods)[number];
	/** Target and max tokens of a chunk. */
	wantedTokens: number;
	maximumTokens: number;
	overlapTokens: number;
	/** Version of the method: increases when equal text would be cut elsewhere. */
	version: number;
}

/** A document ready for storage: read, chunked and, if the collection has vectors, embedded. */
export interface PreparedDocument {
	id: string;
	title: string;
	/** A path or URL, for people. */
	source?: string;
	/** How Troupe got it, whatever the sender says: the door, and the place from which Troupe read it, `command /handbook/leave.md`. */
	origin?: string;
	text: string;
	mediaType: string;
	pages?: PageSpan[];
	metadata: Metadata;
	/** SHA-256 of the text, title and metadata, in hex: detects unchanged documents. */
	contentHash: string;
	/** SHA-256 of the bytes and all settings, in hex: detects unchanged files without reading them. Absent for texts. */
	sourceHash?: string;
	/** Number of pages without text; absent for none. */
	emptyPages?: number;
	/** The first of them. */
	emptyPageNumbers?: number[];
	/** Number of places that were probably read wrongly; absent for none. */
	doubtfulPlaces?: number;
	/** Why no search finds it until a person releases it; absent if it is not in quarantine. */
	quarantined?: string;
	chunks: DocumentChunk[];
	/** Vectors of unit length, one for each chunk. */
	vectors?: Float32Array[];
}

/** `quarantined`: stored, but no search finds it until a person releases it. */
export type DocumentState = 'ready' | 'failed' | 'quarantined';

export interface StoredDocument {
	id: string;
	title: string;
	source?: string;
	origin?: string;
	mediaType: string;
	metadata: Metadata;
	contentHash: string;
	sourceHash?: string;
	emptyPages?: number;
	emptyPageNumbers?: number[];
	doubtfulPlaces?: number;
	state: DocumentState;
	/** Why it is in quarantine. */
	quarantined?: string;
	failure?: { failure: DocumentFailure; message: string };
	chunks: number;
	/** UTF-16 code units. */
	characters: number;
	/** Milliseconds since the epoch. */
	ingestedAt: number;
	/** The writer of this version. */
	writer?: string;
	/** The writer of its metadata, who can be another one. */
	describedBy?: string;
}

/** A document as it was stored, with everything that its chunks are cut from. */
export interface CompleteDocument extends StoredDocument {
	text: string;
	pages?: PageSpan[];
}

export interface StoredChunk extends DocumentChunk {
	documentId: string;
	title: string;
	source?: string;
	origin?: string;
	metadata: Metadata;
}

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
	 * @param writer default: the operator
	 * @throws TroupeError ACCESS_DENIED, INPUT_TOO_LARGE, INPUT_INVALID; KNOWLEDGE_STAMP_DIFFERS if a re-embedding replaced the collection in the meantime
	 */
	put(documents: PreparedDocument[], writer?: Writer): Promise<Array<'added' | 'changed' | 'unchanged'>>;
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
	/** Returns the newest changes of labels and lists, also of documents that no longer exist. */
	changes(limit: number): Promise<AccessChange[]>;
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
