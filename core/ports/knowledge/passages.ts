import type { PageSpan } from './document-reader';
import type { Asker } from './readers';
import type { CollectionSearched } from './search-facts';

export interface Passage {
	/** Survives re-indexing of an unchanged document. */
	id: string;
	documentId: string;
	title: string;
	/** `document.slice(start, end) === text`, in UTF-16 code units. */
	text: string;
	start: number;
	end: number;
	/** Page of the passage's first character, from 1; absent if the document has no pages. */
	page?: number;
	/** Part on each page, if several, in positions of the document. */
	pages?: PageSpan[];
	headingPath?: string[];
	/** Comparable within one result only. */
	score: number;
	labels?: DocumentLabels;
	/** The asker may see its personal data: a named reader, or the passage is public. */
	open?: true;
	trusted?: true;
}

export interface DocumentLabels {
	source?: string;
	origin?: string;
	trust?: string;
	class?: string;
}

export interface Retriever {
	/** At most `limit` that the asker may read, best first. */
	retrieve(question: string, limit: number, signal: AbortSignal, asker?: Asker): Promise<Retrieved>;
}

export interface Retrieved {
	passages: Passage[];
	search?: CollectionSearched;
}
