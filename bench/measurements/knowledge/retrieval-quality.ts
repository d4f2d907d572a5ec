/**
 * Measures the first ten documents: nDCG@10 of searches by words, by vectors and by both, on 120 of our passages in English and Portuguese
 * with 130 questions and graded judgements (bench/samples/knowledge). Weights and constants were chosen on the tuning half of the questions
 * only; VALUE is that of hybrid search on the blind half. Documents are whole, and vectors are MiniLM's, as in the command line.
 * BENCH_FAILURES=1 lists the questions of the tuning half whose best document is not the first.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluateRankings } from '../../../core/knowledge/evaluate/evaluate-rankings';
import { readJudgements } from '../../../core/knowledge/evaluate/read-judgements';
import { type Question, readQuestions } from '../../../core/knowledge/evaluate/read-questions';
import { ingestDocuments } from '../../../core/knowledge/ingest/ingest-documents';
import { openForIngestion } from '../../../core/knowledge/ingest/open-collection';
import { searchCollection } from '../../../core/knowledge/search/search-collection';
import type { SearchRequest } from '../../../core/knowledge/search/search-request';
import type { DocumentReader, SourceDocument } from '../../../core/ports/knowledge/document-reader';
import type { Collection } from '../../../core/ports/knowledge/knowledge-store';
import type { StampedEmbedder } from '../../../core/ports/models/models';
import { openSqliteKnowledgeStore } from '../../../providers/knowledge/sql-knowledge-store';
import { openLocalEmbedder } from '../../../providers/transformers/open-local-model';
import { embeddingModel } from '../../samples/knowledge/embedding-model';
import { readJsonLines } from '../../samples/read-lines';

const samples = 'bench/samples/knowledge';
const signal = new AbortController().signal;
const ways: Record<string, Omit<SearchRequest, 'question'>> = {
	lexical: { mode: 'lexical' },
	dense: { mode: 'dense' },
	'hybrid by ranks': { mode: 'hybrid', fusion: 'ranks' },
	hybrid: { mode: 'hybrid' },
};

/** Returns nDCG@10 of hybrid searches for the blind questions. */
export async function run(): Promise<string> {
	const embedder = await openLocalEmbedder(embeddingModel(), {}, signal);
	const folder = mkdtempSync(join(tmpdir(), 'troupe-quality-'));
	const store = await openSqliteKnowledgeStore(join(folder, 'knowledge.db'));
	try {
		const embedding = await embedder.stamp(signal);
		const collection = await openForIngestion(store, { name: 'quality', embedding, chunking: { method: 'whole' } });
		const summary = await ingestDocuments(passages(), {}, { collection, reader: noReader, embedder, now: Date.now }, signal);
		console.log(`${summary.added} passages, ${summary.embeddedChunks} embedded`);
		const measured = new Map<string, Map<string, number>>();
		for (const half of ['tuning', 'blind']) measured.set(half, await measure(half, { collection, embedder }));
		return measured.get('blind')!.get('hybrid')!.toFixed(3);
	} finally {
		await store.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

async function measure(half: string, parts: { collection: Collection; embedder: StampedEmbedder }): Promise<Map<string, number>> {
	const questions = readQuestions(readFileSync(join(samples, `${half}-questions.jsonl`), 'utf8'), `${half}-questions.jsonl`);
	const judgements = readJudgements(readFileSync(join(samples, `${half}.qrels`), 'utf8'), `${half}.qrels`);
	const figures = new Map<string, number>();
	for (const [name, way] of Object.entries(ways)) {
		const rankings = new Map<string, string[]>();
		for (const { id, text } of questions) rankings.set(id, await rank({ question: text, top: 100, ...way }, parts));
		const { ndcg, recall, mrr } = evaluateRankings(rankings, judgements, 10);
		console.log(`${half} ${name.padEnd(16)} nDCG@10 ${ndcg.toFixed(3)}, recall@10 ${recall.toFixed(3)}, MRR ${mrr.toFixed(3)}`);
		figures.set(name, ndcg);
		if (name === 'hybrid' && half === 'tuning' && process.env.BENCH_FAILURES) showFailures(questions, rankings, judgements);
	}
	const best = Math.max(figures.get('lexical')!, figures.get('dense')!);
	const hybrid = figures.get('hybrid')!;
	console.log(`${half}: hybrid is ${(hybrid - best).toFixed(3)} above the better single ranking, over ${questions.length} questions`);
	return figures;
}

async function rank(request: SearchRequest, parts: { collection: Collection; embedder: StampedEmbedder }): Promise<string[]> {
	const { hits } = await searchCollection(request, parts, signal);
	return hits.map(({ documentId }) => documentId);
}

function showFailures(questions: Question[], rankings: Map<string, string[]>, judgements: Map<string, Map<string, number>>): void {
	for (const { id, text } of questions) {
		const judged = judgements.get(id)!;
		const [first] = rankings.get(id)!;
		if ((judged.get(first ?? '') ?? 0) < Math.max(...judged.values())) console.log(`  ${id} "${text}": ${first}`);
	}
}

function* passages(): Iterable<SourceDocument> {
	for (const { id, title, text } of readJsonLines<{ id: string; title: string; text: string }>(join(samples, 'passages.jsonl')))
		yield { id, title, load: () => Promise.resolve({ kind: 'text', text, format: 'plain' }) };
}

const noReader: DocumentReader = { read: () => Promise.reject(new Error('Every passage is text.')) };
