import { detectLanguage } from '../../../base/text/language';
import type { PageSpan } from '../../../ports/knowledge/document-reader';
import type { Passage } from '../../../ports/knowledge/passages';
import { extractQuestionTerms, extractTerms } from '../../../words/terms';
import { splitIntoSentences } from '../../sentences';

type Place = Pick<Passage, 'text' | 'start' | 'page' | 'pages'>;

export interface PageRange {
	page?: number;
	pageTo?: number;
}

/** Part of a statement that a second page must add to be named. */
const muchOfStatement = 0.3;
const fewestWords = 2;
/** A sentence with all words beats a page with scattered ones. */
const onWholePage = 0.3;

interface Read {
	number: number;
	says: boolean[];
	score: number;
}

/** All pages of the passage if they share no word with the statements. */
export function findCitedPages(passage: Place, statements: string[]): PageRange {
	const { page, pages = [] } = passage;
	if (page === undefined || pages.length < 2) return page === undefined ? {} : { page };
	const cited = statements.flatMap((statement) => findPages(statement, passage, pages));
	const numbers = cited.length > 0 ? cited : pages.map(({ number }) => number);
	const from = Math.min(...numbers);
	const to = Math.max(...numbers);
	return { page: from, ...(to > from && { pageTo: to }) };
}

/** Undefined if the passage has one page, or none of the words. */
export function findBestPage(question: string, passage: Place): number | undefined {
	return passage.pages && readPages(question, passage, passage.pages)[0]?.number;
}

function findPages(statement: string, passage: Place, pages: PageSpan[]): number[] {
	const [first, ...others] = readPages(statement, passage, pages);
	if (!first) return [];
	const added = others
		.map(({ number, says }) => ({ number, words: says.filter((said, word) => said && !first.says[word]).length }))
		.sort((a, b) => b.words - a.words)
		.find(({ words }) => words >= fewestWords && words >= muchOfStatement * first.says.length);
	return [first.number, ...(added ? [added.number] : [])];
}

function readPages(statement: string, { text, start: offset }: Place, pages: PageSpan[]): Read[] {
	const words = extractQuestionTerms(statement);
	if (words.length === 0) return [];
	return pages
		.map(({ number, start, end }) => ({ number, ...readPage(text.slice(start - offset, end - offset), words) }))
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score);
}

function readPage(text: string, words: string[][]): Pick<Read, 'says' | 'score'> {
	const language = detectLanguage(text);
	const sentences = splitIntoSentences(text).map((sentence) => {
		const terms = new Set(extractTerms(sentence, [language]).flat());
		return words.map((forms) => forms.some((form) => terms.has(form)));
	});
	const says = words.map((_, word) => sentences.some((sentence) => sentence[word]));
	const share = (said: boolean[]) => said.filter(Boolean).length / words.length;
	return { says, score: Math.max(0, ...sentences.map(share)) + onWholePage * share(says) };
}
