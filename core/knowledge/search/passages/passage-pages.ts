import type { PageSpan } from '../../../ports/knowledge/document-reader';
import type { StoredChunk } from '../../../ports/knowledge/stored-documents';

export type WidePassage = Pick<StoredChunk, 'text' | 'start' | 'end' | 'page'> & { pages?: PageSpan[] };

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
