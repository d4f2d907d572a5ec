import { findUnknownAddresses } from '../guardrails/addresses/unknown-addresses';
import type { Citation } from './grounding';

/** Lists what the numbers in a reply refer to, for a reader who sees nothing but its text: a line for each source, below the reply. */
export function listSources(citations: Array<Pick<Citation, 'number' | 'title' | 'page' | 'pageTo'>>): string {
	if (citations.length === 0) return '';
	return `\n\n${citations.map((each) => `[${each.number}] ${plainTitle(each.title)}${writePages(each)}`).join('\n')}`;
}

/** Lists the same without numbers, each place once, for a reader who writes another text from the reply. */
export const listTitles = (citations: Array<Pick<Citation, 'title' | 'page' | 'pageTo'>>): string =>
	[...new Set(citations.map((each) => `- ${plainTitle(each.title)}${writePages(each)}`))].join('\n');

const markup = /!?\[([^[\]]*)\]\([^()]*\)|<\/?[a-z!][^<>]*>/gi;
const maxNested = 10;

/** Anybody can have written a title, and no guardrail reads what follows a reply: marks of Markdown and HTML, and addresses, are taken out. */
function plainTitle(title: string): string {
	let words = title;
	for (let level = 0; level < maxNested; level += 1) words = words.replace(markup, '$1');
	const addresses = findUnknownAddresses(words, { author: '', allowedHosts: [], others: [] }, '');
	const plain = addresses.reduceRight((text, { start, end, instead }) => text.slice(0, start) + instead + text.slice(end), words);
	return plain
		.replace(/[<>`]|\]\(/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
}

/** Writes pages in a form that reads the same in English and Portuguese; describePages is for operators. */
function writePages({ page, pageTo }: Pick<Citation, 'page' | 'pageTo'>): string {
	if (page === undefined) return '';
	return pageTo === undefined ? `, p. ${page}` : `, p. ${page}–${pageTo}`;
}
