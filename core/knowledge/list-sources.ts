import type { Citation } from './grounding';

/** Lists what the numbers in a reply refer to, for a reader who sees nothing but its text: a line for each source, below the reply. */
export function listSources(citations: Array<Pick<Citation, 'number' | 'title' | 'page' | 'pageTo'>>): string {
	if (citations.length === 0) return '';
	return `\n\n${citations.map((each) => `[${each.number}] ${each.title.replace(/\s+/g, ' ').trim()}${writePages(each)}`).join('\n')}`;
}

/** In a form that reads the same in English and Portuguese; describePages is for operators. */
function writePages({ page, pageTo }: Pick<Citation, 'page' | 'pageTo'>): string {
	if (page === undefined) return '';
	return pageTo === undefined ? `, p. ${page}` : `, p. ${page}–${pageTo}`;
}
