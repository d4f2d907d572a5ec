import type { DocumentFailure, PageSpan } from './document-reader';
import type { Metadata } from './filter/filter';

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
	/** When the sender asked for it, if it waited since then; milliseconds since the epoch. It does not replace a version that was asked for later. */
	askedAt?: number;
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
