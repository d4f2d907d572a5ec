/**
 * Measures the share of 100 messages with two or three questions for which all passages that answer them are among the four that the model gets. The
 * messages are about the handbook of the support example and about the passages of the search measurement (bench/samples/two-questions); they were
 * written before the code that splits messages, and nobody reads them to change it. Searches are by words, as for documents beside an agent. The 60
 * single questions about the handbook show whether splitting harms them.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDocumentRetriever } from '../../../core/knowledge/document-retriever';
import { ingestDocuments } from '../../../core/knowledge/ingest/ingest-documents';
import { openForIngestion } from '../../../core/knowledge/ingest/open-collection';
import { createPassage } from '../../../core/knowledge/search/passages/to-passage';
import { searchCollection } from '../../../core/knowledge/search/search-collection';
import { retrieveAll } from '../../../core/knowledge/search/questions/retrieve-all';
import type { DocumentReader, SourceDocument } from '../../../core/ports/knowledge/document-reader';
import type { Passage, Retriever } from '../../../core/ports/knowledge/passages';
import { readDocuments } from '../../../providers/files/documents';
import { openSqliteKnowledgeStore } from '../../../providers/knowledge/sql-knowledge-store';
import { openLocalEmbedder } from '../../../providers/transformers/open-local-model';
import { embeddingModel } from '../../samples/knowledge/embedding-model';
import { readJsonLines } from '../../samples/read-lines';
import { readHandbookQuestions } from '../../small-model/handbook-question';

interface Sample {
	language: 'en' | 'pt';
	message: string;
	/** Documents, or sections of documents as `FILE#HEADING`. */
	answers: string[];
}

type Search = (retriever: Retriever, message: string) => Promise<Passage[]>;

const limit = 4;
const signal = new AbortController().signal;
const folder = 'bench/samples';
const handbookFolder = 'examples/support/handbook';
const handbookTexts = new Map(readdirSync(handbookFolder).map((file) => [file, readFileSync(join(handbookFolder, file), 'utf8')]));
const readSamples = <Line>(file: string): Line[] => readJsonLines(`${folder}/${file}`);

export async function run(): Promise<string> {
	const collections = await openCollections();
	try {
		const handbook = createDocumentRetriever(await readDocuments(handbookFolder, 'examples/support'));
		const passages = createDocumentRetriever(readSamples<{ id: string; title: string; text: string }>('knowledge/passages.jsonl'));
		const shares = [await measure('meaning and words', collections), await measure('words', { handbook, passages })];
		return ((shares[0]! + shares[1]!) / 2).toFixed(3);
	} finally {
		await collections.close();
	}
}

/** Returns the share with a search for each question. */
async function measure(by: string, retrievers: Record<'handbook' | 'passages', Retriever>): Promise<number> {
	const ways: Record<string, Search> = {
		'one search': async (retriever, message) => (await retriever.retrieve(message, limit, signal)).passages,
		'a search for each question': async (retriever, message) => (await retrieveAll(retriever, message, limit, signal)).passages,
	};
	let share = 0;
	for (const [name, search] of Object.entries(ways)) {
		const samples = (['handbook', 'passages'] as const).flatMap((of) =>
			readSamples<Sample>(`two-questions/${of}.jsonl`).map((sample) => ({ ...sample, of, retriever: retrievers[of] })),
		);
		const found = await Promise.all(samples.map(async (sample) => ({ ...sample, isFound: await isComplete(sample, search) })));
		share = shareOf(found);
		const of = Object.entries(Object.groupBy(found, (each) => `${each.of} ${each.language}`));
		const parts = [...of, ['three questions', found.filter(({ answers }) => answers.length > 2)] as const];
		console.log(`by ${by}, ${name}: ${share.toFixed(3)} of ${found.length} messages`);
		console.log(`  ${parts.map(([part, those]) => `${part} ${shareOf(those ?? []).toFixed(2)}`).join(', ')}`);
		console.log(`  of the single questions: ${(await shareOfSingle(retrievers.handbook, search)).toFixed(3)}`);
	}
	return share;
}

async function openCollections() {
	const embedder = await openLocalEmbedder(embeddingModel(), {}, signal);
	const folder = mkdtempSync(join(tmpdir(), 'troupe-questions-'));
	const store = await openSqliteKnowledgeStore(join(folder, 'knowledge.db'));
	const open = async (name: string, documents: Array<{ id: string; title: string; text: string }>, method: 'whole' | 'structure') => {
		const collection = await openForIngestion(store, { name, embedding: await embedder.stamp(signal), chunking: { method } });
		const sources = documents.map(({ id, title, text }): SourceDocument => ({
			id,
			title,
			load: () => Promise.resolve({ kind: 'text', text, format: 'markdown' }),
		}));
		await ingestDocuments(sources, {}, { collection, reader: noReader, embedder, now: Date.now }, signal);
		return {
			async retrieve(question: string, top: number) {
				const { hits } = await searchCollection({ question, top }, { collection, embedder }, signal);
				return { passages: hits.map(({ chunkId: id, metadata: _metadata, ...hit }) => createPassage({ id, ...hit })) };
			},
		};
	};
	return {
		handbook: await open('handbook', await readDocuments(handbookFolder, 'examples/support'), 'structure'),
		passages: await open('passages', readSamples('knowledge/passages.jsonl'), 'whole'),
		async close() {
			await store.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

const noReader: DocumentReader = { read: () => Promise.reject(new Error('Every document is text.')) };

async function isComplete({ retriever, message, answers }: Sample & { retriever: Retriever }, search: Search): Promise<boolean> {
	const passages = await search(retriever, message);
	return answers.every((answer) => passages.some((passage) => isAnswer(passage, answer)));
}

/** A passage answers if it has the first words below the heading. */
function isAnswer({ documentId, start, end }: Passage, answer: string): boolean {
	const [document, heading] = answer.split('#');
	if (!documentId.endsWith(document!)) return false;
	const below = `## ${heading}\n\n`;
	const at = heading === undefined ? start : (handbookTexts.get(document!)?.indexOf(below) ?? -1) + below.length;
	return start <= at && at < end;
}

/** The document of a single question, as far as it is known. */
async function shareOfSingle(retriever: Retriever, search: Search): Promise<number> {
	const found = await Promise.all(
		readHandbookQuestions().map(async ({ question, document }) => ({
			isFound: (await search(retriever, question)).some((passage) => isAnswer(passage, document)),
		})),
	);
	return shareOf(found);
}

const shareOf = (found: Array<{ isFound: boolean }>): number => found.filter(({ isFound }) => isFound).length / found.length;
