import type { Filter, Metadata } from './filter/filter';

export interface Passage {
	/** Stable across re-indexing of an unchanged document. */
	id: string;
	documentId: string;
	title: string;
	/** `document.slice(start, end) === text`, in UTF-16 code units. */
	text: string;
	start: number;
	end: number;
	/** From 1; absent where the document has no pages. Of the passage's first character. */
	page?: number;
	/** Where the passage runs over several pages: which part of it stands on each, in the document's places. */
	pages?: PageSpan[];
	/** The headings that it stands under, the outermost first. */
	headingPath?: string[];
	/** Of the retriever that found it; comparable within one result only. */
	score: number;
}

/** Finds the passages that answer a question. */
export interface Retriever {
	/** Best first, at most `limit`. */
	retrieve(question: string, limit: number, signal: AbortSignal): Promise<Retrieved>;
}

export interface Retrieved {
	passages: Passage[];
	/** Of a collection: how it was searched. */
	search?: CollectionSearched;
}

export type SearchMode = 'lexical' | 'dense' | 'hybrid';

/** How a search was done, and what it had to do without. */
export interface SearchFacts {
	/** How it was searched. */
	mode: SearchMode;
	/** Why a hybrid search was one by words or by vectors alone: the collection has no vectors, nobody was given who makes the question's, or the question has no words that say anything. */
	fellBack?: 'no_vectors' | 'no_embedder' | 'no_words';
	/** `provider:model` of the reranker whose scores these are. */
	reranker?: string;
	/** Why the reranker that was asked gave none: the hits are in the order that they had without it. */
	rerankFailure?: { reranker: string; errorCode: string; message: string };
}

/** The same for who did not search by themselves: neither what was asked nor what was found. */
export interface CollectionSearched extends SearchFacts {
	collection: string;
	/** That were found, and are good enough. */
	passages: number;
}

/** Why a file gave no text. */
export type DocumentFailure =
	'needs_password' | 'no_text_layer' | 'corrupt' | 'timeout' | 'too_large' | 'unsupported_type' | 'infected' | 'unreachable' | 'refused';

/** What was read out of a file; nothing changes the text afterwards, as all places point into it. */
export interface DocumentText {
	text: string;
	/** In Markdown the lines with `#` are headings, and tables are kept whole where they fit. */
	format: 'markdown' | 'plain';
	/** IANA media type of what was read, without parameters. */
	mediaType: string;
	title?: string;
	/** In order, none overlapping, in UTF-16 code units of the text. */
	pages?: PageSpan[];
	/** So many pages gave no text: they are blank, or pictures. */
	emptyPages?: number;
}

export interface PageSpan {
	/** From 1. */
	number: number;
	start: number;
	end: number;
}

export type DocumentReading =
	{ kind: 'read'; document: DocumentText } | { kind: 'failed'; failure: DocumentFailure; message: string; fix: string };

/** A document where it is found, before anybody has read it. */
export interface SourceDocument {
	/** Of a file its absolute path with `/`, of a page its URL, else what the sender calls it: equal for the same document each time. */
	id: string;
	title?: string;
	/** A path or URL, for people. */
	source?: string;
	metadata?: Metadata;
	/** Fetched when its turn comes. What cannot be had is an outcome. @throws TroupeError CANCELLED */
	load(signal: AbortSignal): Promise<SourceContent>;
}

export type SourceContent =
	| { kind: 'bytes'; bytes: Uint8Array; name?: string; mediaType?: string }
	/** Kept as it is. */
	| { kind: 'text'; text: string; format: DocumentText['format'] }
	| Extract<DocumentReading, { kind: 'failed' }>;

/** Turns the bytes of a file into text. */
export interface DocumentReader {
	/** Rises when equal bytes would give another text: files that were read before are then read anew. Default 1. */
	readonly version?: number;
	/**
	 * @param hint what the sender says that it is; the bytes decide
	 * @throws TroupeError CANCELLED; RATE_LIMITED where too many documents wait; SCANNER_UNREACHABLE where a virus scanner is configured and
	 * does not answer; INTERNAL where the reader itself broke. What is wrong with the file is an outcome
	 */
	read(bytes: Uint8Array, hint: { name?: string; mediaType?: string }, signal: AbortSignal): Promise<DocumentReading>;
}

/** A piece of a document before anything ranked it. */
export interface DocumentChunk {
	/** From the document's id, the place and the text: equal for equal content. */
	id: string;
	/** From 0, in the order of the document. */
	ordinal: number;
	text: string;
	start: number;
	end: number;
	page?: number;
	headingPath: string[];
	/** As the chunker counts them. */
	tokens: number;
}

/** What the vectors and pieces of a collection depend on: collections of unequal stamps cannot be mixed. */
export interface CollectionStamp {
	/** Absent: words alone. */
	embedding?: EmbeddingStamp;
	chunker: ChunkerStamp;
}

export interface EmbeddingStamp {
	/** `provider:model`. */
	model: string;
	/** Commit of a hub, digest of a local folder or of an Ollama model. */
	revision?: string;
	/** Of local models: `fp32`, `q8`. */
	dtype?: string;
	/** Tokens; what is longer was cut by the model. */
	maximumTokens?: number;
	dimensions: number;
}

export interface ChunkerStamp {
	method: 'recursive' | 'structure' | 'semantic' | 'whole';
	/** Tokens of a chunk that are aimed at, and that none exceeds. */
	wantedTokens: number;
	maximumTokens: number;
	overlapTokens: number;
	/** Of the method: rises when equal text would be cut elsewhere. */
	version: number;
}

/** A document ready to be kept: read, cut and, where the collection has vectors, embedded. */
export interface PreparedDocument {
	id: string;
	title: string;
	/** A path or URL, for people. */
	source?: string;
	text: string;
	mediaType: string;
	pages?: PageSpan[];
	metadata: Metadata;
	/** Of the text, title and metadata, hex SHA-256: what tells an unchanged document. */
	contentHash: string;
	/** Of the bytes and all that was said of them, hex SHA-256: what tells one without reading it. Absent of a text. */
	sourceHash?: string;
	chunks: DocumentChunk[];
	/** Of unit length, one for each chunk. */
	vectors?: Float32Array[];
}

export type DocumentState = 'ready' | 'failed';

export interface KnownDocument {
	id: string;
	title: string;
	source?: string;
	mediaType: string;
	metadata: Metadata;
	contentHash: string;
	sourceHash?: string;
	state: DocumentState;
	failure?: { failure: DocumentFailure; message: string };
	chunks: number;
	/** UTF-16 code units. */
	characters: number;
	/** Milliseconds since the epoch. */
	ingestedAt: number;
}

/** A document as it was put, with all that its chunks are cut from. */
export interface KeptDocument extends KnownDocument {
	text: string;
	pages?: PageSpan[];
}

export interface KnownChunk extends DocumentChunk {
	documentId: string;
	title: string;
	source?: string;
	metadata: Metadata;
}

export interface RankedChunk {
	chunkId: string;
	/** Lexical: BM25 against the rarity of the question's words, from 0 to 2.2 (core/words/score-words.ts). Dense: cosine similarity. */
	score: number;
}

/** Which documents are meant: those that fit all that is said; where nothing is, all. */
export interface DocumentSelection {
	ids?: string[];
	filter?: Filter;
	state?: DocumentState;
}

export interface CollectionStatistics {
	name: string;
	stamp: CollectionStamp;
	/** All that are listed, the failed ones among them. */
	documents: number;
	failed: number;
	chunks: number;
	characters: number;
	/** Of the store, where it can tell. */
	bytes?: number;
	/** Rises with every change. */
	revision: number;
	/** Of an unfinished re-embedding: what it will be, and how far it is. */
	shadow?: { stamp: CollectionStamp; documents: number };
}

/** Collections of one tenant: SQLite, PostgreSQL, or either of these with Chroma for the vectors. */
export interface KnowledgeStore {
	readonly kind: 'sqlite' | 'postgres' | 'chroma';
	list(): Promise<CollectionStatistics[]>;
	/** The collection as it is; undefined where there is none. */
	find(name: string): Promise<Collection | undefined>;
	/**
	 * The collection, made where there is none.
	 * @throws TroupeError KNOWLEDGE_STAMP_DIFFERS where it has another stamp, with both and the way out
	 */
	open(name: string, stamp: CollectionStamp): Promise<Collection>;
	drop(name: string): Promise<boolean>;
	close(): Promise<void>;
}

/** Documents that are searched together. A reader sees a change whole or not at all. */
export interface Collection {
	readonly name: string;
	readonly stamp: CollectionStamp;
	/**
	 * Each document whole, its former chunks gone; all of one call or none. Those whose content is there already are left as they are.
	 * @throws TroupeError INPUT_TOO_LARGE, INPUT_INVALID; KNOWLEDGE_STAMP_DIFFERS where a re-embedding took the collection's place since it was found
	 */
	put(documents: PreparedDocument[]): Promise<Array<'added' | 'changed' | 'unchanged'>>;
	/** Notes that a document gave no text; what was known of it under this id stays searchable. */
	fail(document: { id: string; source?: string }, failure: DocumentFailure, message: string): Promise<void>;
	/** Ids of what was removed. */
	remove(selection: DocumentSelection): Promise<string[]>;
	/** By id, ascending, from the one behind `after`. */
	documents(selection: DocumentSelection, page: { after?: string; limit: number }): Promise<KnownDocument[]>;
	text(documentId: string): Promise<string | undefined>;
	/** Undefined where it has none, or is not there. */
	pages(documentId: string): Promise<PageSpan[] | undefined>;
	/** All of it at one moment; undefined where it is not there or never gave a text. */
	document(documentId: string): Promise<KeptDocument | undefined>;
	/** By words; ties by id. @param words of the question, each with the forms that count as it (core/words); one that is there twice counts twice */
	lexical(words: string[][], limit: number, filter?: Filter): Promise<RankedChunk[]>;
	/**
	 * By cosine similarity; ties by id. @param vector of unit length
	 * @throws TroupeError INPUT_INVALID; KNOWLEDGE_STAMP_DIFFERS for another number of dimensions, and where a re-embedding took the collection's place since it was found: find it again
	 */
	dense(vector: Float32Array, limit: number, filter?: Filter): Promise<RankedChunk[]>;
	/** In the order of the ids; those that are gone are left out. */
	chunks(ids: string[]): Promise<KnownChunk[]>;
	/** The vectors of chunks, for diversity; absent where the collection has none. */
	vectors(ids: string[]): Promise<Array<Float32Array | undefined>>;
	/** Those of the document with ordinals from `from` to `to`, both included. */
	neighbours(documentId: string, from: number, to: number): Promise<KnownChunk[]>;
	statistics(): Promise<CollectionStatistics>;
	/** Equal as long as nothing in it changed, and never that of another collection, also not of a later one of this name: what results may be kept by. */
	revision(): Promise<string>;
	/** The shadow that a re-embedding fills, made or found again. */
	shadow(stamp: CollectionStamp): Promise<Collection>;
	/** The shadow takes the collection's place, in one step; what was is gone. @throws TroupeError STATE_CONFLICT while documents are missing in it */
	swap(): Promise<void>;
	/**
	 * The right to fill the shadow, which one has at a time, in all processes: until it is let go of, or the process ends.
	 * @returns what lets go of it; undefined while somebody else has it
	 */
	holdShadow(): Promise<(() => Promise<void>) | undefined>;
	/** Gives a shadow up. */
	abandonShadow(): Promise<void>;
}

/** A document as it is handed over: its text, its bytes, or where it can be fetched. */
export type GivenDocument = {
	/** Default: the URL, the name, or of a text its SHA-256. */
	id?: string;
	title?: string;
	source?: string;
	metadata?: Metadata;
} & (
	| { text: string; /** Default `plain`. */ format?: 'markdown' | 'plain' }
	/** In JSON: `base64` in place of `bytes`. */
	| { bytes: Uint8Array; name?: string; mediaType?: string }
	/** http or https. */
	| { url: string }
);
