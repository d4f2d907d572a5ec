import type { Passage } from '../../../ports/knowledge/passages';
import type { DocumentChunk } from '../../../ports/knowledge/stored-documents';

/** The title includes the headings, which guardrails read there. */
export function createPassage({
	headingPath,
	title,
	page,
	pages,
	...passage
}: Omit<Passage, 'headingPath'> & Pick<DocumentChunk, 'headingPath'>): Passage {
	const under = headingPath.filter((heading) => heading !== title).join(' › ');
	return { ...passage, title: under === '' ? title : `${title}: ${under}`, ...(page !== undefined && { page }), ...(pages && { pages }) };
}
