import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { SearchMode } from '../../../core/ports/knowledge/search-facts';
import { searchBounds, type SearchHit, type SearchResult } from '../../../core/knowledge/search/search-request';
import { showCollection } from '../../../service/operations/knowledge/collections';
import { searchCollection } from '../../../service/operations/knowledge/search';
import { admitCommand, openHost } from '../../host';
import { answerJsonLines, type LineAnswer } from '../../terminal/json-lines';
import type { ExitCode } from '../../terminal/report-error';
import type { Terminal } from '../../terminal/terminal';
import { toFusion, type FusionOptions, chooseModes, SearchRemarks } from './collection-search';
import { type CallKnowledge, withKnowledge } from '../with-knowledge';
import { hitLines } from './hit-lines';

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

/** Answers one question, or each question on standard input. Returns 1 when the question has no passage, or when a line failed. */
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
