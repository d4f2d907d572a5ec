import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteKnowledgeStore } from '../../../providers/knowledge/sql-knowledge-store';
import { unit } from '../../../test/support/prepared-documents';
import { countMeasured } from '../../../test/support/prometheus/count-measured';
import { TroupeError } from '../../base/errors';
import type { CollectionStamp, EmbeddingStamp } from '../../ports/knowledge/collection-stamp';
import type { KnowledgeStore } from '../../ports/knowledge/knowledge-store';
import type { PreparedDocument } from '../../ports/knowledge/stored-documents';
import type { Embedder } from '../../ports/models/models';
import type { Reranker } from '../../ports/models/rerankers';
import { chunkDocument, chunkerStamp } from '../chunking/chunk-document';
import { nameChunks } from '../chunking/name-chunks';
import { ResultCache } from './result-cache';
import { searchByName } from './search-by-name';

const { signal } = new AbortController();
const stampOf = (model?: string, dimensions = 2): CollectionStamp => ({
	chunker: chunkerStamp({}),
	...(model && { embedding: { model, dimensions } }),
});

let asked = 0;
/** Knows doors from bills; `made:large` has a dimension more. */
const findEmbedder = ({ model, dimensions }: EmbeddingStamp): Promise<Embedder> =>
	Promise.resolve({
		id: model,
		embed(texts) {
			asked += 1;
			const vectors = texts.map((text) => [/door/i.test(text) ? 1 : 0, 1, 0].slice(0, dimensions));
			return Promise.resolve({ vectors, model, usage: { inputTokens: 1, outputTokens: 0, estimated: false } });
		},
	});

async function made(id: string, text: string, { embedding }: CollectionStamp): Promise<PreparedDocument> {
	const mediaType = 'text/plain';
	const chunks = nameChunks(id, text, chunkDocument({ text, format: 'plain', mediaType }, {}));
	const embedded = embedding && (await (await findEmbedder(embedding)).embed([text], signal)).vectors.map((vector) => unit(vector));
	return { id, title: id, text, mediaType, metadata: {}, contentHash: text, chunks, ...(embedded && { vectors: embedded }) };
}

let folder: string;
let store: KnowledgeStore;
beforeEach(async () => {
	asked = 0;
	folder = mkdtempSync(join(tmpdir(), 'troupe-search-'));
	store = await openSqliteKnowledgeStore(join(folder, 'knowledge.db'));
});
afterEach(async () => {
	await store.close();
	rmSync(folder, { recursive: true, force: true });
});

async function fill(name: string, stamp: CollectionStamp): Promise<void> {
	await (
		await store.open(name, stamp)
	).put([await made('badge', 'It opens the front door.', stamp), await made('bill', 'It is paid.', stamp)]);
	asked = 0;
}

it('counts searches with and without passages, never by a name that a caller made up', async () => {
	const [searches, times] = [countMeasured('troupe_knowledge_searches_total'), countMeasured('troupe_knowledge_search_duration_seconds')];
	await fill('measured', stampOf());
	const search = (name: string, question: string) => searchByName(name, { question }, { store, findEmbedder }, signal);
	await search('measured', 'Which door?');
	await search('measured', 'Zebras?');
	await expect(search('made-up', 'Which door?')).rejects.toMatchObject({ code: 'KNOWLEDGE_NOT_FOUND' });
	const countOf = (outcome: string, collection = 'measured') => searches({ collection, outcome });
	expect([countOf('found'), countOf('nothing'), countOf('failed', 'unknown'), countOf('failed', 'made-up')]).toEqual([1, 1, 1, 0]);
	expect(times({ collection: 'measured' })).toBe(2);
});

/** Lets a re-embedding take the collection's place in the middle of the first search. */
function swapping(given: KnowledgeStore, next: CollectionStamp): KnowledgeStore {
	let swapped = false;
	return new Proxy(given, {
		get(target, key) {
			const value: unknown = Reflect.get(target, key, target);
			if (key !== 'find' || swapped) return typeof value === 'function' ? (value.bind(target) as unknown) : value;
			return async (name: string) => {
				const found = await target.find(name);
				swapped = true;
				const shadow = await found!.shadow(next);
				await shadow.put([await made('badge', 'It opens the front door.', next), await made('bill', 'It is paid.', next)]);
				asked = 0;
				await (await target.find(name))!.swap();
				return found;
			};
		},
	});
}

describe('a search by name', () => {
	it('finds the collection again, with its new model, where a re-embedding took its place meanwhile', async () => {
		await fill('house', stampOf('made:small'));
		const models: string[] = [];
		const parts = {
			store: swapping(store, stampOf('made:large', 3)),
			findEmbedder: (stamp: EmbeddingStamp) => {
				models.push(stamp.model);
				return findEmbedder(stamp);
			},
		};
		for (const mode of ['dense', 'hybrid', 'lexical'] as const) {
			const { hits } = await searchByName('house', { question: 'door', mode, top: 1 }, parts, signal);
			expect(hits[0]!.documentId).toBe('badge');
		}
		expect(models).toEqual(['made:small', 'made:large', 'made:large']);
	});

	it('says what is wrong where finding it again does not help', async () => {
		await fill('house', stampOf());
		const parts = { store, findEmbedder };
		await expect(searchByName('house', { question: 'door', mode: 'dense' }, parts, signal)).rejects.toMatchObject({
			code: 'KNOWLEDGE_STAMP_DIFFERS',
		});
		await expect(searchByName('hose', { question: 'door' }, parts, signal)).rejects.toMatchObject({
			code: 'KNOWLEDGE_NOT_FOUND',
			fix: expect.stringContaining('house') as string,
		});
	});

	it('remembers what it found until the collection changes', async () => {
		const stamp = stampOf('made:small');
		await fill('house', stamp);
		const parts = { store, findEmbedder, cache: new ResultCache() };
		const search = (top = 2) => searchByName('house', { question: 'front door', top }, parts, signal);
		const first = await search();
		await expect(search()).resolves.toEqual(first);
		expect(asked).toBe(1);
		// What a caller does with its result is its own business.
		first.hits.length = 0;
		expect((await search()).hits).not.toEqual([]);
		expect(asked).toBe(1);
		await search(1);
		expect(asked).toBe(2);
		await (await store.find('house'))!.remove({ ids: ['badge'] });
		expect((await search()).hits.map(({ documentId }) => documentId)).toEqual(['bill']);
		await store.drop('house');
		await fill('house', stamp);
		expect((await search()).hits).toHaveLength(2);
	});

	it('remembers no result that a reranker failed to order, and keeps within its bytes', async () => {
		await fill('house', stampOf());
		const failing: Reranker = {
			id: 'test:judge',
			rerank: () => Promise.reject(new TroupeError({ code: 'MODEL_TIMEOUT', message: 'Late.' })),
		};
		const working: Reranker = { id: 'test:judge', rerank: (_question, passages) => Promise.resolve(passages.map(() => 0.5)) };
		const cache = new ResultCache();
		const search = (reranker: Reranker) => searchByName('house', { question: 'door' }, { store, findEmbedder, reranker, cache }, signal);
		expect((await search(failing)).rerankFailure).toMatchObject({ reranker: 'test:judge', errorCode: 'MODEL_TIMEOUT' });
		expect((await search(working)).hits[0]!.score).toBe(0.5);
		// The working one's, by now.
		expect((await search(failing)).hits[0]!.score).toBe(0.5);
		const none = new ResultCache(10);
		const again = () => searchByName('house', { question: 'door', mode: 'lexical' }, { store, findEmbedder, cache: none }, signal);
		await expect(again()).resolves.toEqual(await again());
	});
});
