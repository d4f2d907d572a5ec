import type { PageSpan } from '../../../ports/knowledge/document-reader';
import type { StoredChunk } from '../../../ports/knowledge/stored-documents';

export type WidePassage = Pick<StoredChunk, 'text' | 'start' | 'end' | 'page'> & { pages?: PageSpan[] };

/**
 * Adds the pages of a passage's text: `page` for the first, and `pages` if there are several.
 * @param documentPages pages of the current document; if they contradict the passage's own first page, they belong to a later version and are ignored
 */
export function addPages<Place extends WidePassage>(passage: Place, documentPages: PageSpan[] | undefined): Place {
	if (!documentPages || passage.page === undefined) return passage;
	const { text } = passage;
	const start = passage.start + text.length - text.trimStart().length;
	const end = passage.start + text.trimEnd().length;
	const pages = documentPages
		.map((span) => ({ ...span, start: Math.max(start, span.start), end: Math.min(end, span.end) }))
		.filter((span) => span.start < span.end);
	const isOfThisVersion = documentPages.some((span) => span.number === passage.page && span.start <= passage.start);
	if (!isOfThisVersion || pages.length === 0) return passage;
	return { ...passage, page: pages[0]!.number, ...(pages.length > 1 && { pages }) };
}
