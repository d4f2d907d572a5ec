import { describeHitPages } from '../../../core/knowledge/search/passages/page-label';
import type { SearchHit, SearchResult } from '../../../core/knowledge/search/search-request';
import { printable, type Terminal } from '../../terminal/terminal';
import type { Language } from '../../../core/base/text/languages';
import { extractContentWords, listForms, extractQuestionWords } from '../../../core/words/terms';

const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;

const languages: Language[] = ['pt', 'en'];

/** Describes passages for people: score, place, and the text with the words of the question marked. */
export function hitLines(question: string, { hits }: SearchResult, terminal: Pick<Terminal, 'style'>): string[] {
	return hits.flatMap((hit, place) => [
		...(place > 0 ? [''] : []),
		`${String(place + 1).padStart(2)}. ${terminal.style('bold', hit.score.toFixed(2))}  ${printable(describePlace(hit))}`,
		...(hit.source === undefined || hit.source === hit.title ? [] : [terminal.style('dim', `    ${oneLine(hit.source)}`)]),
		...textLines(question, hit.text, terminal),
	]);
}

/** Returns title, headings and page. */
function describePlace(hit: SearchHit): string {
	const { title, headingPath } = hit;
	const under = [title, ...headingPath.filter((heading) => heading !== title)].map(oneLine).join(' › ');
	return [under, describeHitPages(hit)].filter(Boolean).join(', ');
}

function textLines(question: string, passage: string, { style }: Pick<Terminal, 'style'>): string[] {
	// Marked after control characters are removed: removal moves positions.
	const text = printable(passage).trim();
	let [marked, end] = ['', 0];
	for (const word of findMatchedWords(question, text)) {
		marked += text.slice(end, word.start) + style(['bold', 'yellow'], text.slice(word.start, word.end));
		end = word.end;
	}
	return `${marked}${text.slice(end)}`
		.split(/\n+/)
		.filter((line) => line.trim() !== '')
		.map((line) => `    ${line}`);
}

function oneLine(text: string): string {
	return printable(text).replace(/\s+/g, ' ');
}

/** Finds the words of a question in a passage, in any inflection, in order, for highlighting. */
function findMatchedWords(question: string, passage: string): Array<{ start: number; end: number }> {
	const questionForms = new Set(extractQuestionWords(question).flat());
	const isAsked = (text: string) =>
		extractContentWords(text).some((contentWord) => listForms(contentWord, languages).some((form) => questionForms.has(form)));
	return [...passage.matchAll(word)]
		.filter(([text]) => isAsked(text))
		.map(({ 0: text, index }) => ({ start: index, end: index + text.length }));
}
