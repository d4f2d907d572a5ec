import { findUnknownAddresses } from '../guardrails/addresses/unknown-addresses';
import type { Citation } from './grounding';

/** For a reader who sees only the text: a line for each source, below the reply. */
export function listSources(citations: Array<Pick<Citation, 'number' | 'title' | 'page' | 'pageTo'>>): string {
	if (citations.length === 0) return '';
	return `\n\n${citations.map((each) => `[${each.number}] ${plainTitle(each.title)}${writePages(each)}`).join('\n')}`;
}

/** Without numbers, each place once, for a reader who writes another text from the reply. */
export const listTitles = (citations: Array<Pick<Citation, 'title' | 'page' | 'pageTo'>>): string =>
	[...new Set(citations.map((each) => `- ${plainTitle(each.title)}${writePages(each)}`))].join('\n');

const markup = /!?\[([^[\]]*)\]\([^()]*\)|<\/?[a-z!][^<>]*>/gi;
const maxNested = 10;

/** Anybody can have written a title, and no guardrail reads text below a reply: removes Markdown, HTML and addresses. */
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

/** Reads the same in English and Portuguese; describePages is for operators. */
function writePages({ page, pageTo }: Pick<Citation, 'page' | 'pageTo'>): string {
	if (page === undefined) return '';
	return pageTo === undefined ? `, p. ${page}` : `, p. ${page}–${pageTo}`;
}
