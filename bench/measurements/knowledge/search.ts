/**
 * Measures searches in a collection of 100,000 chunks with vectors of 384 numbers: p50 and p99 of lexical, dense and hybrid search, ten hits
 * with their texts. The vector of a question is precomputed, so the time of the model does not count. Each question is asked once per mode,
 * so that no cache answers. The collection is built once and stays in the user's cache.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { lexiconVersion } from '../../../core/words/count-terms';
import { searchCollection } from '../../../core/knowledge/search/search-collection';
import type { Collection, KnowledgeStore } from '../../../core/ports/knowledge/knowledge-store';
import { type SearchMode, searchModes } from '../../../core/ports/knowledge/search-facts';
import type { Embedder } from '../../../core/ports/models/models';
import { openSqliteKnowledgeStore } from '../../../providers/knowledge/sql-knowledge-store';
import { withChroma } from '../../samples/knowledge/chroma-store';
import { LargeCollection, stamp } from '../../samples/knowledge/large-collection';
import { timed } from '../../timed';

const chunks = Number(process.env.BENCH_CHUNKS ?? 100_000);
const questions = Number(process.env.BENCH_COUNT ?? 300);
const warmUp = 20;
const documentsAtOnce = 100;
/** The edition of the samples; increase it when they change. */
const edition = 1;

/** Returns the median of hybrid searches in the embedded store, in milliseconds. Chroma is measured next; `BENCH_STORE=embedded` skips it. */
export async function run(): Promise<string> {
	const samples = new LargeCollection();
	const measured = async (name: string, store: KnowledgeStore) => measure(name, await store.open('bench', stamp), samples);
	const store = await openSqliteKnowledgeStore(await ensureDatabase(samples));
	let hybrid: number;
	try {
		hybrid = await measured('embedded', store);
	} finally {
		await store.close();
	}
	if (process.env.BENCH_STORE !== 'embedded') {
		const act = async (chroma: KnowledgeStore) => void (await measured('Chroma', chroma));
		await withChroma(`${findCacheFolder('search-chroma')}.d`, (chroma) => fill(chroma, samples), act);
	}
	return hybrid.toFixed(1);
}

/** Prints a line for each mode. @returns the median of hybrid */
async function measure(name: string, collection: Collection, samples: LargeCollection): Promise<number> {
	let median = NaN;
	for (const [index, mode] of searchModes.entries()) {
		const times: number[] = [];
		const first = index * (questions + warmUp);
		for (let number = 0; number < questions + warmUp; number++) {
			const question = samples.question(first + number);
			const time = await timed(() => ask(collection, question, mode));
			if (number === 0) console.log(`${name} ${mode}: the first takes ${time.toFixed(0)} ms`);
			if (number >= warmUp) times.push(time);
		}
		times.sort((a, b) => a - b);
		median = times[times.length >> 1]!;
		const p99 = times[Math.ceil(times.length * 0.99) - 1]!;
		console.log(`${name} ${mode.padEnd(8)} p50 ${median.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${times.length} questions`);
	}
	return median;
}

async function ask(collection: Collection, { text, vector }: Question, mode: SearchMode): Promise<void> {
	const id = stamp.embedding!.model;
	const embedder: Embedder = { id, embed: () => Promise.resolve({ vectors: [vector], model: id, usage: noUsage }) };
	const { hits } = await searchCollection({ question: text, mode }, { collection, embedder }, new AbortController().signal);
	if (hits.length < 10) throw new Error(`A ${mode} search found ${hits.length} passages instead of 10.`);
}

type Question = ReturnType<LargeCollection['question']>;

const noUsage = { inputTokens: 0, outputTokens: 0, estimated: false };

/** Returns a folder in the user's cache for these samples. */
function findCacheFolder(name: string): string {
	const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'troupe', 'bench');
	return join(folder, `${name}-${chunks}-${edition}.${lexiconVersion}.${stamp.chunker.version}`);
}

/** Returns the folder of the collection. It is filled under another name, so that an interrupted build starts again. */
async function ensureDatabase(samples: LargeCollection): Promise<string> {
	const file = `${findCacheFolder('search')}.db`;
	if (existsSync(file)) return file;
	mkdirSync(dirname(file), { recursive: true });
	const filled = `${file}.${process.pid}`;
	try {
		const store = await openSqliteKnowledgeStore(filled);
		try {
			await fill(store, samples);
		} finally {
			await store.close();
		}
		renameSync(filled, file);
	} finally {
		for (const left of [filled, `${filled}-wal`, `${filled}-shm`]) rmSync(left, { force: true });
	}
	return file;
}

async function fill(store: KnowledgeStore, samples: LargeCollection): Promise<void> {
	const collection = await store.open('bench', stamp);
	let stored = 0;
	for (let number = 0; stored < chunks;) {
		const documents = Array.from({ length: documentsAtOnce }, () => samples.document(number++));
		const time = await timed(() => collection.put(documents));
		const came = documents.reduce((sum, document) => sum + document.chunks.length, 0);
		stored += came;
		console.log(`${store.kind}: ${stored} of ${chunks} chunks kept, ${Math.round(came / (time / 1_000))} a second`);
	}
}
