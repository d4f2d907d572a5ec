import type { DocumentFailure, EmbeddingStamp } from '../../ports';

/** What became of one document. */
export type IngestedDocument =
	| {
			id: string;
			title: string;
			state: 'added' | 'changed' | 'unchanged';
			chunks: number;
			/** Told when it is read. */ emptyPages?: number;
	  }
	/** What was known of it before stays searchable. */
	| { id: string; source?: string; state: 'failed'; failure: DocumentFailure; message: string; fix: string };

/** Told as it happens, for people who wait. */
export type IngestEvent =
	| { kind: 'reading'; id: string }
	| { kind: 'embedding'; /** Of all that were begun so far. */ done: number; chunks: number }
	| { kind: 'document'; document: IngestedDocument };

export interface IngestSummary {
	collection: string;
	/** Absent: by words alone. */
	embedding?: EmbeddingStamp;
	added: number;
	changed: number;
	unchanged: number;
	failed: number;
	/** Ids of documents whose source is gone, where that was asked for. */
	removed: string[];
	/** Of the documents that were added or changed. */
	chunks: number;
	/** UTF-16 code units, of the same. */
	characters: number;
	/** Those that were asked of the model: not the remembered ones. */
	embeddedChunks: number;
	costUsd?: number;
	durationMs: number;
	/** The first 1,000, in the order of the sources. */
	failures: Array<Extract<IngestedDocument, { state: 'failed' }>>;
}
