/**
 * Re-embeds a collection with another model while a second process searches it and its documents change. The value is the share of searches
 * that are answered, by words and vectors and with the expected document, from before the first vector until after the swap. Goal: all.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTroupeError } from '../../../core/base/errors';
import type { SourceDocument } from '../../../core/ports/knowledge/document-reader';
import { closeKnowledge, type Knowledge, openKnowledge } from '../../../providers/compose/knowledge/knowledge';
import { createText } from '../../re-embed/corpus';
import type { KnowledgeHost } from '../../../providers/compose/hosts/knowledge-host';
import { startEmbeddingServer } from '../../re-embed/embedding-server';
import { type SearcherReport, type SearcherTask, serveSearches } from '../../re-embed/searcher';
import { embeddingModel } from '../../samples/knowledge/embedding-model';

const collection = 'handbook';
const size = { documents: 240, edited: 40, lanes: 2 };
const taskVariable = 'TROUPE_BENCH_SEARCHER';

// The searching process runs this file too.
const task = process.env[taskVariable];
if (task !== undefined) serveSearches(JSON.parse(task) as SearcherTask);

export async function run(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'troupe-bench-re-embed-'));
	const server = await startEmbeddingServer(256);
	const signal = new AbortController().signal;
	const host: KnowledgeHost = {
		providers: { openai: { apiKey: 'bench', baseUrl: server.baseUrl } },
		stateFolder: folder,
		embeddingModel: embeddingModel(),
	};
	try {
		const knowledge = await openKnowledge(host);
		await knowledge.ingest(collection, sources(0, size.documents, 'first'), { embedder: 'openai:bench-words' }, signal);
		const searcher = startSearcher({ host, collection, documents: size.documents - size.edited, lanes: size.lanes });
		await searcher.ready;
		const began = performance.now();
		let over = false;
		const edits = edit(knowledge, () => over, signal);
		const { statistics, embeddedChunks } = await knowledge.reembed(collection, { embedder: 'local' }, signal);
		const seconds = (performance.now() - began) / 1000;
		over = true;
		const edited = await edits;
		const report = await searcher.stop();
		console.log(
			`${statistics.documents} documents, ${embeddedChunks} chunks embedded by ${statistics.stamp.embedding?.model} in ${seconds.toFixed(1)} s; ${edited} documents changed during it`,
		);
		console.log(
			`${report.asked} searches in another process, ${report.answered} answered; p50 ${at(report.times, 0.5)} ms, p99 ${at(report.times, 0.99)} ms, longest ${at(report.times, 1)} ms`,
		);
		for (const failure of [...new Set(report.failures)].slice(0, 5)) console.log(`not answered: ${failure}`);
		await checkEdits(knowledge, edited);
		return (report.answered / report.asked).toFixed(4);
	} finally {
		await closeKnowledge(host);
		server.close();
		await rm(folder, { recursive: true, force: true });
	}
}

async function* sources(from: number, to: number, version: string): AsyncGenerator<SourceDocument> {
	for (let number = from; number < to; number += 1)
		yield { id: `clause-${number}`, load: async () => ({ kind: 'text', text: createText(number, version), format: 'plain' }) };
}

/** Changes the last documents one by one, repeatedly, with the current model of the collection. @returns the number of changes */
async function edit(knowledge: Knowledge, isOver: () => boolean, signal: AbortSignal): Promise<number> {
	let edits = 0;
	while (!isOver()) {
		const number = size.documents - 1 - (edits % size.edited);
		try {
			await knowledge.ingest(collection, sources(number, number + 1, `edit ${edits}`), {}, signal);
			edits += 1;
		} catch (error) {
			// The swap came in between: the change is made again on the new collection.
			if (!isTroupeError(error) || error.code !== 'KNOWLEDGE_STAMP_DIFFERS') throw error;
		}
		await new Promise((later) => setTimeout(later, 150));
	}
	return edits;
}

/** Checks that the swap lost no change. */
async function checkEdits({ store }: Knowledge, edits: number): Promise<void> {
	const found = (await store.find(collection))!;
	for (let edit = Math.max(0, edits - size.edited); edit < edits; edit += 1) {
		const number = size.documents - 1 - (edit % size.edited);
		if ((await found.text(`clause-${number}`)) !== createText(number, `edit ${edit}`))
			throw new Error(`The change ${edit} of document ${number} was lost.`);
	}
}

function startSearcher(given: SearcherTask): { ready: Promise<void>; stop(): Promise<SearcherReport> } {
	const child = fork(__filename, [], { env: { ...process.env, [taskVariable]: JSON.stringify(given) } });
	return {
		ready: once(child, 'message').then(() => undefined),
		async stop() {
			const reported = once(child, 'message') as Promise<[SearcherReport]>;
			// Some searches by the new model.
			await new Promise((later) => setTimeout(later, 3_000));
			child.send('stop');
			const [report] = await reported;
			await once(child, 'exit');
			return report;
		},
	};
}

function at(times: number[], share: number): string {
	const sorted = [...times].sort((one, other) => one - other);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(0);
}
