import type { EmbeddingStamp } from '../../ports/knowledge/collection-stamp';
import type { DocumentFailure } from '../../ports/knowledge/document-reader';

/** The result for one document. */
export type IngestedDocument =
	| {
			id: string;
			title: string;
			state: 'added' | 'changed' | 'unchanged';
			chunks: number;
			/** Number of pages without text. */ emptyPages?: number;
			/** The first of them. */ emptyPageNumbers?: number[];
			/** Number of places that were probably read wrongly. */ doubtfulPlaces?: number;
			/** Keys, tokens and passwords that are stored as `[SECRET]`; set after reading it. */ maskedSecrets?: number;
			/** Why no search finds it until a person releases it. */ quarantined?: string;
			/** Chunks whose vectors are unlike those of the collection; set when it is stored. */ outliers?: number;
			/** Ids of documents that say otherwise of the same thing, at most 3; set when it is stored. */ contradicts?: string[];
	  }
	/** Its previous version stays searchable. */
	| { id: string; source?: string; state: 'failed'; failure: DocumentFailure; message: string; fix: string };

/** Reported during the ingestion, to show progress. */
export type IngestEvent =
	| { kind: 'reading'; id: string }
	| { kind: 'embedding'; /** All documents started so far. */ done: number; chunks: number }
	| { kind: 'document'; document: IngestedDocument };

export interface IngestSummary {
	collection: string;
	/** Absent for a collection without vectors. */
	embedding?: EmbeddingStamp;
	added: number;
	changed: number;
	unchanged: number;
	failed: number;
	/** Documents with places that were probably read wrongly, unchanged ones too. */
	doubtful: number;
	/** Documents in quarantine, unchanged ones too. */
	quarantined: number;
	/** Added and changed documents whose meaning is unlike that of the collection. */
	outliers: number;
	/** Added and changed documents that say otherwise of the same thing than others. */
	contradicting: number;
	/** Ids of documents whose source is gone, if removing them was requested. */
	removed: string[];
	/** Counted over the added and changed documents. */
	chunks: number;
	/** UTF-16 code units of the added or changed documents. */
	characters: number;
	/** Chunks that the model embedded, without cached ones. */
	embeddedChunks: number;
	/** Keys, tokens and passwords of the added and changed documents that are stored as `[SECRET]`. */
	maskedSecrets: number;
	/** Values, mostly personal data, that were masked in the texts that an embedder on another machine received. */
	maskedValues: number;
	costUsd?: number;
	durationMs: number;
	/** The first 1,000, in the order of the sources. */
	failures: Array<Extract<IngestedDocument, { state: 'failed' }>>;
}
