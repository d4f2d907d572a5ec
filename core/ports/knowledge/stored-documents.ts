import type { DocumentFailure, PageSpan } from './document-reader';
import type { Metadata } from './filter/filter';

export interface DocumentChunk {
	/** From the document's id, position and text: equal for equal content. */
	id: string;
	ordinal: number;
	text: string;
	start: number;
	end: number;
	page?: number;
	headingPath: string[];
	tokens: number;
}

export interface PreparedDocument {
	id: string;
	title: string;
	/** For people: a path or URL. */
	source?: string;
	/** Door and place, `command /handbook/leave.md`, known by Troupe itself. */
	origin?: string;
	text: string;
	mediaType: string;
	pages?: PageSpan[];
	metadata: Metadata;
	askedAt?: number;
	/** SHA-256 of the text, title and metadata, in hex: detects unchanged documents. */
	contentHash: string;
	/** SHA-256 of the bytes and all settings, in hex: detects unchanged files without reading them. Absent for texts. */
	sourceHash?: string;
	emptyPages?: number;
	emptyPageNumbers?: number[];
	/** Probably read wrongly; absent for none. */
	doubtfulPlaces?: number;
	/** Reason; no search finds it until a person releases it. */
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
	quarantined?: string;
	failure?: { failure: DocumentFailure; message: string };
	chunks: number;
	characters: number;
	/** Milliseconds since the epoch. */
	ingestedAt: number;
	writer?: string;
	describedBy?: string;
}

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
