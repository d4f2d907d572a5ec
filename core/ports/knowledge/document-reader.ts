import type { Metadata } from './filter/filter';

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

/** Never changes: all positions refer to it. */
export interface DocumentText {
	text: string;
	/** In Markdown, `#` lines are headings, and tables stay whole where they fit. */
	format: 'markdown' | 'plain';
	/** IANA media type, without parameters. */
	mediaType: string;
	title?: string;
	/** In order, without overlaps, in UTF-16 code units of the text. */
	pages?: PageSpan[];
	/** Without text: blank pages, pictures, or letters without a character map. */
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

export interface SourceDocument {
	/** A file's absolute path with `/`, a page's URL, otherwise a name from the sender. Stable for a document. */
	id: string;
	title?: string;
	source?: string;
	metadata?: Metadata;
	askedAt?: number;
	/** Lazy. An unavailable document is an outcome. @throws TroupeError CANCELLED */
	load(signal: AbortSignal): Promise<SourceContent>;
}

export type SourceContent =
	| { kind: 'bytes'; bytes: Uint8Array; name?: string; mediaType?: string; place?: string }
	/** Stored unchanged. `place`: the path, line or URL that Troupe itself read; absent for sent documents. */
	| { kind: 'text'; text: string; format: DocumentText['format']; place?: string }
	| Extract<DocumentReading, { kind: 'failed' }>;

export interface DocumentReader {
	/** Increases when equal bytes would give another text: stored files are then read again. Default 1. */
	readonly version?: number;
	/**
	 * @param hint the sender's type; the bytes decide @throws TroupeError CANCELLED; RATE_LIMITED if too many documents wait; SCANNER_UNREACHABLE if
	 * a configured virus scanner does not respond; INTERNAL if the reader itself failed. Problems of the file are an outcome
	 */
	read(bytes: Uint8Array, hint: { name?: string; mediaType?: string }, signal: AbortSignal): Promise<DocumentReading>;
}
