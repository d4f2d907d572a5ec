import type { PageRange } from './cited-pages';

/** `page 2` or `pages 1–2`; undefined without pages. */
export function describePages({ page, pageTo }: PageRange): string | undefined {
	if (page === undefined) return undefined;
	return pageTo === undefined ? `page ${page}` : `pages ${page}–${pageTo}`;
}

export function describeHitPages({ bestPage, ...range }: PageRange & { bestPage?: number }): string | undefined {
	const label = describePages(range);
	return label && bestPage !== undefined ? `${label}, best match on page ${bestPage}` : label;
}
