import type { EmbeddingStamp } from '../../ports/knowledge/collection-stamp';
import type { DocumentFailure } from '../../ports/knowledge/document-reader';

export type IngestedDocument =
	| {
			id: string;
			title: string;
			state: 'added' | 'changed' | 'unchanged';
			chunks: number;
			emptyPages?: number;
			emptyPageNumbers?: number[];
			doubtfulPlaces?: number;
			/** Stored as `[SECRET]`; set after reading it. */ maskedSecrets?: number;
			/** Reason; no search finds it until a person releases it. */ quarantined?: string;
			outliers?: number;
			/** Documents that contradict it, at most 3; set when stored. */ contradicts?: string[];
	  }
	/** Its previous version stays searchable. */
	| { id: string; source?: string; state: 'failed'; failure: DocumentFailure; message: string; fix: string };

export type IngestEvent =
	| { kind: 'reading'; id: string }
	| { kind: 'embedding'; done: number; chunks: number }
	| { kind: 'document'; document: IngestedDocument };

export interface IngestSummary {
	collection: string;
	/** Absent for a collection without vectors. */
	embedding?: EmbeddingStamp;
	added: number;
	changed: number;
	unchanged: number;
	failed: number;
	doubtful: number;
	quarantined: number;
	outliers: number;
	contradicting: number;
	removed: string[];
	chunks: number;
	/** UTF-16 code units of added or changed documents. */
	characters: number;
	embeddedChunks: number;
	maskedSecrets: number;
	/** Mostly personal data, masked in texts for an embedder on another machine. */
	maskedValues: number;
	costUsd?: number;
	durationMs: number;
	/** The first 1,000, in the order of the sources. */
	failures: Array<Extract<IngestedDocument, { state: 'failed' }>>;
}
