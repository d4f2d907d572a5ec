/**
 * Measures how fast a handbook of 1,000 pages becomes chunks: read in its process, cut along headings and pages. Also printed: ingestion into
 * the embedded store by words only, and with vectors of a local model (TROUPE_EMBEDDING_MODEL, or the small one of the tests); and the max
 * memory for the 1,000 pages, which must stay below 300 MB.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { chunkDocument } from '../../../core/knowledge/chunking/chunk-document';
import type { DocumentReader, SourceDocument } from '../../../core/ports/knowledge/document-reader';
import { closeKnowledge, openKnowledge } from '../../../providers/compose/knowledge/knowledge';
import { knowledgeFromEnvironment } from '../../../providers/compose/knowledge/knowledge-host';
import type { KnowledgeHost } from '../../../providers/compose/hosts/knowledge-host';
import { openDocumentReader } from '../../../providers/documents/open-document-reader';
import { embeddingModel } from '../../samples/knowledge/embedding-model';

const pages = Number(process.env.BENCH_PAGES ?? 1000);
const embeddedPages = Number(process.env.BENCH_EMBEDDED_PAGES ?? 60);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const maxMemoryMb = 300;
const { signal } = new AbortController();

/** Returns pages per second, read and cut, by the median of rounds. */
export async function run(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-bench-ingest-'));
	try {
		const handbook = draw(pages, folder);
		const speed = await readAndCut(handbook);
		await ingest(handbook, folder);
		await ingestEmbedded(folder);
		return speed.toFixed(0);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Runs in a separate process, so that its memory is not counted. */
function draw(count: number, folder: string): Buffer {
	const file = join(folder, `${count}.pdf`);
	execFileSync(process.execPath, ['bench/samples/knowledge/draw-handbook.mjs', `${count}`, file]);
	return readFileSync(file);
}

async function readAndCut(handbook: Buffer): Promise<number> {
	const speeds: number[] = [];
	const peaks: number[] = [];
	for (let round = 0; round < rounds; round += 1) {
		const before = process.memoryUsage.rss();
		const reader = openDocumentReader();
		const began = performance.now();
		const chunks = await cut(reader, handbook);
		speeds.push(pages / ((performance.now() - began) / 1000));
		peaks.push(readerPeakMb());
		if (round === 0) {
			console.log(`${pages} pages, ${(handbook.length / 1e6).toFixed(1)} MB: ${chunks} chunks`);
			console.log(`host: ${megabytes(process.memoryUsage.rss() - before)} MB more after it`);
		}
		await reader.close();
	}
	const peak = Math.max(...peaks);
	console.log(`reader: ${peak} MB at most`);
	if (peak >= maxMemoryMb) throw new Error(`The reader held ${peak} MB, and may hold ${maxMemoryMb}.`);
	console.log(`read and cut: ${median(speeds).toFixed(0)} pages/s (${speeds.map((speed) => speed.toFixed(0)).join(', ')})`);
	return median(speeds);
}

async function cut(reader: DocumentReader, bytes: Buffer): Promise<number> {
	const reading = await reader.read(bytes, { name: 'handbook.pdf' }, signal);
	if (reading.kind === 'failed') throw new Error(reading.message);
	if (reading.document.pages?.length !== pages) throw new Error(`${reading.document.pages?.length} of ${pages} pages were read.`);
	return chunkDocument(reading.document).length;
}

/** Reads the memory of the reading process, which stays for the next document. Linux only. */
function readerPeakMb(): number {
	const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
	const peaks = children.map((child) => /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1]);
	return megabytes(Math.max(...peaks.map(Number)) * 1024);
}

async function ingest(handbook: Buffer, folder: string): Promise<void> {
	const host = hostIn(join(folder, 'words'));
	console.log(`into the embedded store, by words only: ${await ingestWith('none', handbook, pages, host)}`);
}

async function ingestEmbedded(folder: string): Promise<void> {
	// The model of the environment, otherwise the small one of the tests.
	const named = knowledgeFromEnvironment();
	const model = named.embeddingModel ? named : { embeddingModel: embeddingModel() };
	const speed = await ingestWith('local', draw(embeddedPages, folder), embeddedPages, { ...hostIn(join(folder, 'vectors')), ...model });
	console.log(`into the embedded store, with vectors of ${basename(model.embeddingModel!)}: ${speed}, of ${embeddedPages} pages`);
}

async function ingestWith(embedder: string, bytes: Buffer, count: number, host: KnowledgeHost): Promise<string> {
	try {
		const knowledge = await openKnowledge(host);
		// In a running host the model and the reading process are already loaded.
		await knowledge.ingest('warm', only(Buffer.from('A word of warning.'), 'warm.txt'), { embedder }, signal);
		const began = performance.now();
		const { added, chunks, failures } = await knowledge.ingest('bench', only(bytes, 'handbook.pdf'), { embedder }, signal);
		if (added !== 1) throw new Error(failures[0]?.message ?? 'The handbook was not ingested.');
		return `${(count / ((performance.now() - began) / 1000)).toFixed(1)} pages/s (${chunks} chunks)`;
	} finally {
		await closeKnowledge(host);
	}
}

async function* only(bytes: Buffer, name: string): AsyncGenerator<SourceDocument> {
	yield { id: name, load: async () => ({ kind: 'bytes', bytes, name }) };
}

function hostIn(stateFolder: string): KnowledgeHost {
	mkdirSync(stateFolder);
	return { stateFolder, providers: {} };
}

function megabytes(bytes: number): number {
	return Math.round(bytes / 1024 / 1024);
}

function median(values: number[]): number {
	return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
