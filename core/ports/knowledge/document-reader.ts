import type { Metadata } from './filter/filter';

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
	/** As in PreparedDocument. */
	askedAt?: number;
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
