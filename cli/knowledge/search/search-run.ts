import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { describeHitPages } from '../../../core/knowledge/search/passages/page-label';
import type { Language } from '../../../core/base/text/languages';
import type { SearchMode } from '../../../core/ports/knowledge/search-facts';
import { searchBounds, type SearchHit, type SearchResult } from '../../../core/knowledge/search/search-request';
import { extractContentWords, extractQuestionWords, listForms } from '../../../core/words/terms';
import { showCollection } from '../../../service/operations/knowledge/collections';
import { searchCollection } from '../../../service/operations/knowledge/search';
import { admitCommand, openHost } from '../../host';
import { answerJsonLines, type LineAnswer } from '../../terminal/json-lines';
import type { ExitCode } from '../../terminal/report-error';
import type { Terminal } from '../../terminal/terminal';
import { printable } from '../../terminal/terminal';
import { toFusion, type FusionOptions, chooseModes, SearchRemarks } from './collection-search';
import { type CallKnowledge, withKnowledge } from '../with-knowledge';

const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;

const languages: Language[] = ['pt', 'en'];

function hitLines(question: string, { hits }: SearchResult, terminal: Pick<Terminal, 'style'>): string[] {
	return hits.flatMap((hit, place) => [
		...(place > 0 ? [''] : []),
		`${String(place + 1).padStart(2)}. ${terminal.style('bold', hit.score.toFixed(2))}  ${printable(describePlace(hit))}`,
		...(hit.source === undefined || hit.source === hit.title ? [] : [terminal.style('dim', `    ${oneLine(hit.source)}`)]),
		...textLines(question, hit.text, terminal),
	]);
}

function describePlace(hit: SearchHit): string {
	const { title, headingPath } = hit;
	const under = [title, ...headingPath.filter((heading) => heading !== title)].map(oneLine).join(' › ');
	return [under, describeHitPages(hit)].filter(Boolean).join(', ');
}

function textLines(question: string, passage: string, { style }: Pick<Terminal, 'style'>): string[] {
	// Marked after control characters are removed: removal moves positions.
	const text = printable(passage).trim();
	let marked = '';
	let end = 0;
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

export interface SearchCommandOptions extends FusionOptions {
	in: string;
	mode?: SearchMode;
	top: number;
	filter?: Record<string, unknown>;
	/** Who asks. Default: the operator, who reads everything. */
	as?: string[];
	rerank?: string;
	diversity?: number;
	neighbours?: number;
	json?: boolean;
	concurrency: number;
}

/** Returns 1 when the question has no passage, or when a line failed. */
export async function runSearch(question: string, options: SearchCommandOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	if (question === '' && terminal.ask) throw questionMissing();
	const openAdmitted = async () => {
		const host = await open(terminal);
		await admitCommand(host, 'knowledge search', terminal);
		return host;
	};
	return withKnowledge(
		terminal,
		async (call) => {
			const { collection } = await call(showCollection, { collection: options.in });
			chooseModes(collection, options.mode);
			return (question === '' ? answerLines : answerOne)({ question, options, call, remarks: new SearchRemarks(terminal) }, terminal);
		},
		openAdmitted,
	);
}

interface SearchCall {
	question: string;
	options: SearchCommandOptions;
	call: CallKnowledge;
	remarks: SearchRemarks;
}

async function answerOne(call: SearchCall, terminal: Terminal): Promise<ExitCode> {
	const { question, options } = call;
	const result = await search(question, call, terminal);
	if (options.json) terminal.print(JSON.stringify({ hits: result.hits.map(toJsonHit) }));
	else for (const line of hitLines(question, result, terminal)) terminal.print(line);
	if (result.hits.length === 0) terminal.note('No passage found.');
	return result.hits.length > 0 ? 0 : 1;
}

async function answerLines(asking: SearchCall, terminal: Terminal): Promise<ExitCode> {
	let failed = false;
	const answer = async (text: string): Promise<LineAnswer> => {
		try {
			return { hits: (await search(text, asking, terminal)).hits.map(toJsonHit) };
		} catch (error) {
			if (!isTroupeError(error) || !(error.retryable || isQuestionInvalid(text))) throw error;
			failed = true;
			return { hits: [], error: { code: error.code, message: error.message } };
		}
	};
	const code = await answerJsonLines({ files: [], concurrency: asking.options.concurrency, answer }, terminal);
	return code === 0 && failed ? 1 : code;
}

/** Checks that the error concerns this line only. */
function isQuestionInvalid(text: string): boolean {
	return text.trim() === '' || text.length > searchBounds.questionCharacters;
}

async function search(question: string, { options, call, remarks }: SearchCall, { service }: Terminal): Promise<SearchResult> {
	const { in: collection, mode, top, filter, rerank, diversity, neighbours, as } = options;
	const request = { question, mode, top, filter, diversity, neighbours, as, reranker: rerank, ...toFusion(options) };
	const result = await call(searchCollection, { collection, ...request });
	remarks.print(result);
	if (as === undefined && service === undefined) remarks.tellOperator(result);
	return result;
}

/** Returns a hit with all its fields present in every line. */
function toJsonHit({ documentId, chunkId, score, text, page, start, end }: SearchHit): object {
	return { documentId, chunkId, score, text, page: page ?? null, start, end };
}

function questionMissing(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'No question was specified.',
		fix: 'Pass a question, or send JSON lines {"id", "text"} to standard input.',
	});
}
