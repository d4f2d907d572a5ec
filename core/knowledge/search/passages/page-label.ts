import type { PageRange } from './cited-pages';

/** Returns `page 2` or `pages 1–2`; undefined without pages. */
export function describePages({ page, pageTo }: PageRange): string | undefined {
	if (page === undefined) return undefined;
	return pageTo === undefined ? `page ${page}` : `pages ${page}–${pageTo}`;
}

/** Returns the label of a hit, with the page that fits the question best. */
export function describeHitPages({ bestPage, ...range }: PageRange & { bestPage?: number }): string | undefined {
	const label = describePages(range);
	return label && bestPage !== undefined ? `${label}, best match on page ${bestPage}` : label;
}
