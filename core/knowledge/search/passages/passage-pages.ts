import type { KnownChunk, PageSpan } from '../../../ports';

export type Passage = Pick<KnownChunk, 'text' | 'start' | 'end' | 'page'> & { pages?: PageSpan[] };

/**
 * A passage with the pages that its text stands on: `page` for the first, and `pages` where there are several.
 * @param known of the document as it is now; those that contradict the passage's own first page are of a later version, and left out
 */
export function withPages<Place extends Passage>(passage: Place, known: PageSpan[] | undefined): Place {
	if (!known || passage.page === undefined) return passage;
	const { text } = passage;
	const start = passage.start + text.length - text.trimStart().length;
	const end = passage.start + text.trimEnd().length;
	const pages = known
		.map((span) => ({ ...span, start: Math.max(start, span.start), end: Math.min(end, span.end) }))
		.filter((span) => span.start < span.end);
	const isOfThisVersion = known.some((span) => span.number === passage.page && span.start <= passage.start);
	if (!isOfThisVersion || pages.length === 0) return passage;
	return { ...passage, page: pages[0]!.number, ...(pages.length > 1 && { pages }) };
}
