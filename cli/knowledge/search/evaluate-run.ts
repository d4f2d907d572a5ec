import { TroupeError } from '../../../core/base/errors';
import type { SearchMode } from '../../../core/ports/knowledge/search-facts';
import { type Evaluation, evaluateRankings } from '../../../core/knowledge/evaluate/evaluate-rankings';
import { readJudgements } from '../../../core/knowledge/evaluate/read-judgements';
import { type Question, readQuestions } from '../../../core/knowledge/evaluate/read-questions';
import { showCollection } from '../../../service/operations/knowledge/collections';
import { searchCollection } from '../../../service/operations/knowledge/search';
import { admitCommand, openHost } from '../../host';
import { readTextFile } from '../../terminal/read-text-file';
import type { ExitCode } from '../../terminal/report-error';
import { type Column, tableLines } from '../../terminal/table-lines';
import type { Terminal } from '../../terminal/terminal';
import { type CallKnowledge, withKnowledge } from '../with-knowledge';
import { toFusion, type FusionOptions, chooseModes, SearchRemarks } from './collection-search';

export interface EvaluateOptions extends FusionOptions {
	in: string;
	queries: string;
	qrels: string;
	mode?: SearchMode;
	top: number;
	rerank?: string;
	concurrency: number;
	json?: boolean;
}

/** The usual depth of nDCG. */
const depth = 10;
const maxMegabytes = 64;

interface ModeEvaluation {
	mode: SearchMode;
	reranker?: string;
	'ndcg@10': number;
	'recall@10': number;
	/** Recall at `--top`. */
	recall: number;
	mrr: number;
	questions: number;
	unanswered: number;
}

export async function runEvaluate(options: EvaluateOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const judgements = readJudgements(await readTextFile(options.qrels, maxMegabytes), options.qrels);
	const all = readQuestions(await readTextFile(options.queries, maxMegabytes), options.queries);
	const questions = all.filter(({ id }) => judgements.has(id));
	if (questions.length === 0) throw noJudgedQuestions(options);
	if (questions.length < all.length) terminal.note(`${all.length - questions.length} questions have no judgement and are skipped`);
	const openAdmitted = async () => {
		const host = await open(terminal);
		await admitCommand(host, 'knowledge evaluate', terminal);
		return host;
	};
	return withKnowledge(
		terminal,
		async (call): Promise<ExitCode> => {
			const evaluations: ModeEvaluation[] = [];
			const { collection: described } = await call(showCollection, { collection: options.in });
			for (const mode of chooseModes(described, options.mode)) {
				const rankings = await rank(questions, mode, { options, call }, terminal);
				const at = (k: number): Evaluation => evaluateRankings(rankings, judgements, k);
				const { ndcg, recall, mrr, questions: judged, unanswered } = at(depth);
				const wide = at(options.top);
				const reranker = options.rerank && { reranker: options.rerank };
				const means = { 'ndcg@10': ndcg, 'recall@10': recall, recall: wide.recall, mrr };
				evaluations.push({ mode, ...reranker, ...means, questions: judged, unanswered });
			}
			const { in: collection, top } = options;
			if (options.json) terminal.print(JSON.stringify({ collection, top, modes: evaluations }, null, 2));
			else for (const line of tableLines(columnsFor(top), evaluations, terminal)) terminal.print(line);
			const missing = evaluations[0]!.unanswered;
			if (missing > 0) terminal.note(`${missing} judged questions are not among the queries and count as 0`);
			return 0;
		},
		openAdmitted,
	);
}

async function rank(
	questions: Question[],
	mode: SearchMode,
	{ options, call }: { options: EvaluateOptions; call: CallKnowledge },
	terminal: Terminal,
): Promise<Map<string, string[]>> {
	const remarks = new SearchRemarks(terminal);
	const rankings = new Map<string, string[]>();
	const remaining = questions.values();
	const failed = new AbortController();
	const work = async () => {
		for (const { id, text } of remaining) {
			if (failed.signal.aborted) return;
			const request = { question: text, mode, top: options.top, reranker: options.rerank, ...toFusion(options) };
			const result = await call(searchCollection, { collection: options.in, ...request });
			remarks.print(result);
			rankings.set(id, [...new Set(result.hits.map(({ documentId }) => documentId))]);
			terminal.showProgress?.(`${mode}: ${rankings.size} of ${questions.length}`);
		}
	};
	const works = Array.from({ length: options.concurrency }, () => work().catch((error: unknown) => failed.abort(error)));
	await Promise.all(works).finally(() => terminal.showProgress?.(''));
	// The first error ends the others before their next question.
	failed.signal.throwIfAborted();
	return rankings;
}

const mean = (name: 'ndcg@10' | 'recall@10' | 'recall' | 'mrr', title: string): Column<ModeEvaluation> => ({
	name,
	title,
	numeric: true,
	value: (evaluation) => evaluation[name],
	show: (evaluation) => evaluation[name].toFixed(4),
});

function columnsFor(top: number): Array<Column<ModeEvaluation>> {
	return [
		{ name: 'mode', title: 'mode', value: ({ mode, reranker }) => (reranker ? `${mode}, ${reranker}` : mode) },
		mean('ndcg@10', 'nDCG@10'),
		mean('recall@10', 'recall@10'),
		...(top > depth ? [mean('recall', `recall@${top}`)] : []),
		mean('mrr', 'MRR'),
		{ name: 'questions', title: 'questions', numeric: true, value: ({ questions }) => questions },
	];
}

function noJudgedQuestions({ queries, qrels }: EvaluateOptions): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `No question in ${queries} has a judgement in ${qrels}.`,
		fix: 'Pass files that use the same question ids.',
	});
}
