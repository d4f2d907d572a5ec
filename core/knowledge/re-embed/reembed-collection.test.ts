import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteKnowledgeStore } from '../../../providers/knowledge/sql-knowledge-store';
import { TroupeError } from '../../base/errors';
import { ingestDocuments } from '../ingest/ingest-documents';
import { openForIngestion } from '../ingest/open-collection';
import { searchByName } from '../search/search-by-name';
import type { EmbeddingStamp } from '../../ports/knowledge/collection-stamp';
import type { SourceDocument } from '../../ports/knowledge/document-reader';
import type { KnowledgeStore } from '../../ports/knowledge/knowledge-store';
import type { Embedder, StampedEmbedder } from '../../ports/models/models';
import { reembedCollection, type ReembedEvent } from './reembed-collection';
import { slowTest } from '../../../test/support/slow-tests';

const signal = new AbortController().signal;

/** Vectors that follow from the letters of a text; its failures come when its texts do. */
function createEmbedder(model: string, dimensions: number, before: (texts: string[]) => Promise<void> = async () => undefined) {
	const asked: string[] = [];
	const stamp: EmbeddingStamp = { model, dimensions };
	const embedder: StampedEmbedder = {
		id: model,
		stamp: () => Promise.resolve(stamp),
		async embed(texts) {
			await before(texts);
			asked.push(...texts);
			const vectors = texts.map((text) => Array.from({ length: dimensions }, (_, index) => 1 + (text.charCodeAt(index % text.length) % 7)));
			return { vectors, model, usage: { inputTokens: texts.length, outputTokens: 0, estimated: false } };
		},
	};
	return { embedder, asked };
}

async function* sources(texts: Record<string, string>): AsyncGenerator<SourceDocument> {
	for (const [id, text] of Object.entries(texts))
		yield { id, metadata: { id }, load: async () => ({ kind: 'text', text, format: 'plain' }) };
}

describe('A collection that is re-embedded', () => {
	let folder: string;
	let store: KnowledgeStore;
	const [old, next] = ['test:old', 'test:next'];
	const words = Array.from({ length: 90 }, (_, index) => `word${index} `).join('');
	const texts = Object.fromEntries(
		Array.from({ length: 12 }, (_, index) => [`d${index}`, `Clause ${index} is about ${words}number ${index}.`]),
	);
	const reader = { read: () => Promise.reject(new Error('texts are not read')) };
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'troupe-re-embed-'));
		store = await openSqliteKnowledgeStore(join(folder, 'knowledge.db'), { now: () => 1_000 });
		await ingest(texts, createEmbedder(old, 4).embedder);
	});
	afterEach(async () => {
		await store.close();
		await rm(folder, { recursive: true, force: true });
	});

	async function ingest(some: Record<string, string>, embedder: StampedEmbedder) {
		const collection = await openForIngestion(store, { name: 'handbook', embedding: await embedder.stamp(signal) });
		return ingestDocuments(sources(some), {}, { collection, reader, embedder, now: () => 1_000 }, signal);
	}
	const embedders = (): Record<string, Embedder> => ({ [old]: createEmbedder(old, 4).embedder, [next]: createEmbedder(next, 6).embedder });
	const search = async (question: string) => {
		const parts = { store, findEmbedder: ({ model }: EmbeddingStamp) => Promise.resolve(embedders()[model]) };
		return (await searchByName('handbook', { question, mode: 'hybrid', top: 3 }, parts, signal)).hits;
	};
	const state = async () => await (await store.find('handbook'))!.statistics();

	it('is searched as it was until all is there, then by the new model, with the same documents, ages and places', async () => {
		const before = await state();
		const [document] = await (await store.find('handbook'))!.documents({ ids: ['d7'] }, { limit: 1 });
		const seen: string[] = [];
		const { embedder, asked } = createEmbedder(next, 6, async () => {
			await search('clause 7');
			seen.push((await state()).stamp.embedding!.model);
		});
		const events: ReembedEvent[] = [];
		const { statistics, changed, embeddedChunks } = await reembedCollection('handbook', {}, { store, embedder }, signal, (event) =>
			events.push(event),
		);
		expect(new Set(seen)).toEqual(new Set([old]));
		expect({ changed, embeddedChunks }).toEqual({ changed: true, embeddedChunks: asked.length });
		expect(statistics).toMatchObject({
			documents: 12,
			chunks: before.chunks,
			stamp: { embedding: { model: next, dimensions: 6 }, chunker: before.stamp.chunker },
		});
		expect(statistics.shadow).toBeUndefined();
		expect(events.at(-1)).toEqual({ kind: 'swapped' });
		expect(events.at(-2)).toMatchObject({ kind: 'filling', done: 12, documents: 12 });
		await expect((await store.find('handbook'))!.documents({ ids: ['d7'] }, { limit: 1 })).resolves.toEqual([document]);
		const [hit] = await search('number 7');
		expect(texts[hit!.documentId]!.slice(hit!.start, hit!.end)).toBe(hit!.text);
		await expect(reembedCollection('handbook', {}, { store, embedder }, signal)).resolves.toMatchObject({
			changed: false,
			embeddedChunks: 0,
		});
	});

	slowTest('goes on where it was stopped, by a failure as by a person', async () => {
		const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`m${index}`, `Short ${index}.`]));
		await ingest(many, createEmbedder(old, 4).embedder);
		let calls = 0;
		const failing = createEmbedder(next, 6, async (texts) => {
			if ((calls += texts.length) > 250) throw new TroupeError({ code: 'MODEL_OUT_OF_CREDIT', message: 'out of credit' });
		});
		await expect(reembedCollection('handbook', {}, { store, embedder: failing.embedder }, signal)).rejects.toMatchObject({
			code: 'MODEL_OUT_OF_CREDIT',
		});
		const unfinished = await state();
		expect(unfinished).toMatchObject({
			documents: 312,
			stamp: { embedding: { model: old } },
			shadow: { stamp: { embedding: { model: next } } },
		});
		expect(unfinished.shadow!.documents).toBeGreaterThan(0);
		const resumed = createEmbedder(next, 6);
		await expect(reembedCollection('handbook', {}, { store, embedder: resumed.embedder }, signal)).resolves.toMatchObject({
			statistics: { documents: 312 },
		});
		const total = new Set([...failing.asked, ...resumed.asked]).size;
		expect(resumed.asked.length).toBeLessThan(total);
	});

	slowTest('follows documents that come, change and go meanwhile', async () => {
		const editor = createEmbedder(old, 4).embedder;
		let edits = 0;
		const { embedder } = createEmbedder(next, 6, async () => {
			edits += 1;
			if (edits === 1) {
				await ingest({ d1: 'Clause 1 was changed.', later: 'Came later.' }, editor);
				await (await store.find('handbook'))!.remove({ ids: ['d2'] });
			}
			if (edits === 2) await ingest({ d3: 'Clause 3 was changed while the last ones were embedded.' }, editor);
		});
		const { statistics } = await reembedCollection('handbook', {}, { store, embedder }, signal);
		expect(edits).toBeGreaterThan(2);
		expect(statistics).toMatchObject({ documents: 12, stamp: { embedding: { model: next } } });
		const collection = (await store.find('handbook'))!;
		await expect(Promise.all(['d1', 'd2', 'd3', 'later'].map((id) => collection.text(id)))).resolves.toEqual([
			'Clause 1 was changed.',
			undefined,
			'Clause 3 was changed while the last ones were embedded.',
			'Came later.',
		]);
	});

	slowTest('takes other sizes of chunks along, and words alone', async () => {
		const { chunks } = await state();
		const chunking = { wantedTokens: 20, maximumTokens: 30 };
		const { statistics } = await reembedCollection('handbook', { chunking }, { store, embedder: createEmbedder(next, 6).embedder }, signal);
		expect(statistics.chunks).toBeGreaterThan(chunks);
		const bare = await reembedCollection('handbook', {}, { store }, signal);
		expect(bare).toMatchObject({
			changed: true,
			embeddedChunks: 0,
			statistics: { chunks: statistics.chunks, stamp: { chunker: chunking } },
		});
		expect(bare.statistics.stamp.embedding).toBeUndefined();
	});

	it('is not begun over another unfinished one, unless that is given up', async () => {
		const failing = createEmbedder('test:third', 3, () => Promise.reject(new TroupeError({ code: 'MODEL_UNREACHABLE', message: 'down' })));
		await expect(reembedCollection('handbook', {}, { store, embedder: failing.embedder }, signal)).rejects.toMatchObject({
			code: 'MODEL_UNREACHABLE',
		});
		const { embedder } = createEmbedder(next, 6);
		await expect(reembedCollection('handbook', {}, { store, embedder }, signal)).rejects.toMatchObject({
			code: 'STATE_CONFLICT',
			fix: expect.stringContaining('--restart'),
		});
		await expect(reembedCollection('handbook', { restart: true }, { store, embedder }, signal)).resolves.toMatchObject({ changed: true });
	});

	describe('by two at once', () => {
		/** A model that is asked, and answers when it is let. */
		function heldEmbedder(model = next) {
			const [asked, may] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
			const made = createEmbedder(model, 6, () => {
				asked.resolve();
				return may.promise;
			});
			return { ...made, isAsked: asked.promise, answer: may.resolve, fail: may.reject };
		}
		/** The second, when it has said that it waits. */
		async function second(embedder: StampedEmbedder) {
			const waits = Promise.withResolvers<ReembedEvent>();
			const result = reembedCollection('handbook', {}, { store, embedder }, signal, (event) => waits.resolve(event));
			expect(await waits.promise).toEqual({ kind: 'waiting', done: 0, documents: 12 });
			return { result };
		}

		slowTest('is done once: the second waits, says so, and asks its model nothing', async () => {
			const [one, other] = [heldEmbedder(), createEmbedder(next, 6)];
			const first = reembedCollection('handbook', {}, { store, embedder: one.embedder }, signal);
			await one.isAsked;
			const { result } = await second(other.embedder);
			one.answer();
			const served = { documents: 12, stamp: { embedding: { model: next } } };
			expect(await first).toMatchObject({ changed: true, embeddedChunks: one.asked.length, statistics: served });
			expect(await result).toMatchObject({ changed: true, followed: true, embeddedChunks: 0, statistics: served });
			expect(other.asked).toEqual([]);
		});

		slowTest('is gone on with by the second where the first ends too early', async () => {
			const [one, other] = [heldEmbedder(), createEmbedder(next, 6)];
			const first = reembedCollection('handbook', {}, { store, embedder: one.embedder }, signal);
			await one.isAsked;
			const { result } = await second(other.embedder);
			one.fail(new TroupeError({ code: 'MODEL_OUT_OF_CREDIT', message: 'out of credit' }));
			await expect(first).rejects.toMatchObject({ code: 'MODEL_OUT_OF_CREDIT' });
			expect(await result).toMatchObject({ changed: true, statistics: { documents: 12, stamp: { embedding: { model: next } } } });
			expect((await result).followed).toBeUndefined();
			expect(other.asked.length).toBeGreaterThan(0);
		});

		it('is refused to something else while the first is at it, also where its work was to be given up', async () => {
			const one = heldEmbedder();
			const first = reembedCollection('handbook', {}, { store, embedder: one.embedder }, signal);
			await one.isAsked;
			const { embedder } = createEmbedder('test:third', 3);
			await expect(reembedCollection('handbook', { restart: true }, { store, embedder }, signal)).rejects.toMatchObject({
				code: 'STATE_CONFLICT',
				message: expect.stringMatching(/Another process .* with test:next/) as string,
			});
			one.answer();
			await expect(first).resolves.toMatchObject({ changed: true });
		});

		it('waits no longer than somebody wants it to', async () => {
			const [one, given] = [heldEmbedder(), new AbortController()];
			const first = reembedCollection('handbook', {}, { store, embedder: one.embedder }, signal);
			await one.isAsked;
			const { embedder } = createEmbedder(next, 6);
			const stopped = reembedCollection('handbook', {}, { store, embedder }, given.signal, () => given.abort());
			await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
			one.answer();
			await first;
		});
	});

	it('keeps the notes of what failed, and is as it was when it is cancelled', async () => {
		await (await store.find('handbook'))!.fail({ id: 'scan.pdf' }, 'no_text_layer', 'a scan');
		const given = new AbortController();
		const { embedder } = createEmbedder(next, 6, async () => given.abort());
		await expect(reembedCollection('handbook', {}, { store, embedder }, given.signal)).rejects.toMatchObject({
			code: 'CANCELLED',
			fix: expect.stringContaining('again'),
		});
		await expect(state()).resolves.toMatchObject({ failed: 1, stamp: { embedding: { model: old } } });
		const { statistics } = await reembedCollection('handbook', {}, { store, embedder: createEmbedder(next, 6).embedder }, signal);
		expect(statistics).toMatchObject({ documents: 13, failed: 1 });
	});
});
