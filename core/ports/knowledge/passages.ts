import type { PageSpan } from './document-reader';
import type { Asker } from './readers';
import type { CollectionSearched } from './search-facts';

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
