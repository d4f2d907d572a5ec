import type { DocumentChunk, Passage } from '../../../ports';

/**
 * A passage as agents are given it: its title says what it stands under, as a person would name the place. The headings stand in the title alone,
 * which guardrails read.
 */
export function passageOf({
	headingPath,
	title,
	page,
	pages,
	...passage
}: Omit<Passage, 'headingPath'> & Pick<DocumentChunk, 'headingPath'>): Passage {
	const under = headingPath.filter((heading) => heading !== title).join(' › ');
	return { ...passage, title: under === '' ? title : `${title}: ${under}`, ...(page !== undefined && { page }), ...(pages && { pages }) };
}
