import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteKnowledgeStore } from '../../../providers/knowledge/sql-knowledge-store';
import { unit } from '../../../test/support/prepared-documents';
import { TroupeError, type TroupeErrorCode } from '../../base/errors';
import type { Metadata } from '../../ports/knowledge/filter/filter';
import type { CollectionStamp } from '../../ports/knowledge/collection-stamp';
import type { Collection, KnowledgeStore } from '../../ports/knowledge/knowledge-store';
import type { PreparedDocument } from '../../ports/knowledge/stored-documents';
import type { Embedder } from '../../ports/models/models';
import type { Reranker } from '../../ports/models/rerankers';
import { chunkDocument, chunkerStamp } from '../chunking/chunk-document';
import { nameChunks } from '../chunking/name-chunks';
import { parseFilter } from '../../ports/knowledge/filter/parse-filter';
import type { QuestionEmbedder } from './ranking/rank-chunks';
import { searchCollection } from './search-collection';
import { searchRemarks } from './search-remarks';
import type { SearchRequest } from './search-request';

const sizes = { wantedTokens: 24, maximumTokens: 40, overlapTokens: 0 };
const wordsOnly: CollectionStamp = { chunker: chunkerStamp(sizes) };
const withVectors: CollectionStamp = { ...wordsOnly, embedding: { model: 'test:subjects', dimensions: 4 } };

/** Subjects, as a model would know them: the words differ, the subject does not. */
const subjects = [/vacation|leave|holiday/gi, /invoice|payment|bill/gi, /badge|door|office/gi];
const embed = (text: string) => unit([...subjects.map((subject) => text.match(subject)?.length ?? 0), 0.1]);

const asked: Array<{ texts: string[]; purpose?: string }> = [];
/** Its vectors are four times as long as they are kept: a search makes them of unit length. */
const embedder: Embedder = {
	id: 'test:subjects',
	embed(texts, _signal, purpose) {
		asked.push({ texts, purpose });
		const usage = { inputTokens: 1, outputTokens: 0, estimated: false };
		return Promise.resolve({ vectors: texts.map((text) => [...embed(text)].map((part) => 4 * part)), model: 'test:subjects', usage });
	},
};

const handbook = `# Leave

Every employee has thirty days of vacation in a year, and takes them in at most three parts.

## Carrying over

Days that were not used expire in March, unless the manager has agreed to a later date in writing.

## Sickness

Whoever is ill tells the manager on the first morning, and brings a certificate from the third day on.

# Entry

The badge opens the front door from six in the morning, and the side door at any hour of the day.`;
const billing = `# Invoices

An invoice is paid within thirty days. The manager approves every payment above a thousand euros.

# Reminders

Whoever has not paid after forty days gets a reminder, and after sixty days a second one with a fee.`;

function made(id: string, text: string, metadata: Metadata, stamp: CollectionStamp, pages?: PreparedDocument['pages']): PreparedDocument {
	const mediaType = 'text/markdown';
	const chunks = nameChunks(id, text, chunkDocument({ text, format: 'markdown', mediaType, ...(pages && { pages }) }, sizes));
	const vectors = stamp.embedding ? { vectors: chunks.map((chunk) => embed(chunk.text)) } : {};
	const contentHash = hash('sha256', JSON.stringify([text, metadata]));
	return { id, title: id, source: `/${id}.md`, text, mediaType, metadata, contentHash, chunks, ...(pages && { pages }), ...vectors };
}

let folder: string;
let store: KnowledgeStore;
beforeEach(async () => {
	asked.length = 0;
	folder = mkdtempSync(join(tmpdir(), 'troupe-search-'));
	store = await openSqliteKnowledgeStore(join(folder, 'knowledge.db'));
});
afterEach(async () => {
	await store.close();
	rmSync(folder, { recursive: true, force: true });
});

async function filled(stamp: CollectionStamp): Promise<Collection> {
	const collection = await store.open('house', stamp);
	const half = handbook.indexOf('# Entry');
	const pages = [
		{ number: 1, start: 0, end: half },
		{ number: 2, start: half, end: handbook.length },
	];
	await collection.put([made('handbook', handbook, { year: 2024 }, stamp, pages), made('billing', billing, { year: 2020 }, stamp)]);
	return collection;
}

const { signal } = new AbortController();
const search = (collection: Collection, request: SearchRequest, model: QuestionEmbedder | undefined = embedder) =>
	searchCollection(request, { collection, ...(model && { embedder: model }) }, signal);
const texts: Record<string, string> = { handbook, billing };

describe('a search', () => {
	it('by words scores about 1 for all words of the question in a usual passage, and less for fewer', async () => {
		const { mode, hits } = await search(await filled(wordsOnly), { question: 'reminder fee zeppelin', mode: 'lexical' });
		expect(mode).toBe('lexical');
		expect(hits[0]).toMatchObject({
			...{ documentId: 'billing', title: 'billing', source: '/billing.md', metadata: { year: 2020 }, headingPath: ['Reminders'] },
			scores: { lexical: { rank: 1, score: hits[0]!.score } },
		});
		// Two words of three, in a passage that is shorter than most.
		expect(hits[0]!.score).toBeGreaterThan(0.5);
		expect(hits[0]!.score).toBeLessThan(0.9);
		const manager = await search(await filled(wordsOnly), { question: 'manager morning', mode: 'lexical' });
		expect(manager.hits.length).toBeGreaterThan(1);
		expect(manager.hits[0]!.score).toBeGreaterThan(0.9);
		for (const [index, hit] of manager.hits.entries()) {
			expect(hit.score).toBeGreaterThan(0);
			expect(hit.score).toBeLessThanOrEqual(manager.hits[Math.max(0, index - 1)]!.score);
			expect(texts[hit.documentId]!.slice(hit.start, hit.end)).toBe(hit.text);
		}
	});

	it('by vectors finds what shares no word, and scores by cosine', async () => {
		const { hits } = await search(await filled(withVectors), { question: 'Holiday?', mode: 'dense', top: 3 });
		expect(hits).toHaveLength(3);
		expect(hits[0]).toMatchObject({ documentId: 'handbook', page: 1, scores: { dense: { rank: 1 } } });
		expect(hits[0]!.text).toContain('vacation');
		expect(hits[0]!.score).toBeCloseTo(hits[0]!.scores.dense!.score, 6);
		expect(hits[0]!.score).toBeGreaterThan(0.9);
		expect(hits[0]!.score).toBeLessThanOrEqual(1);
		expect(asked).toEqual([{ texts: ['Holiday?'], purpose: 'query' }]);
	});

	it('by both scores 1 what has the words and the meaning, and tells both places', async () => {
		const { mode, fellBack, hits } = await search(await filled(withVectors), { question: 'Which door does my badge open?' });
		expect([mode, fellBack]).toEqual(['hybrid', undefined]);
		expect(hits[0]).toMatchObject({ documentId: 'handbook', page: 2, score: 1, scores: { lexical: { rank: 1 }, dense: { rank: 1 } } });
		expect(hits[1]!.score).toBeLessThan(1);
	});

	it('by both can go by places alone', async () => {
		const question = 'Which door does my badge open?';
		const { hits } = await search(await filled(withVectors), { question, fusion: 'ranks', weights: { lexical: 3, dense: 1 } });
		const reciprocal = (place?: { rank: number }) => (place ? 1 / (10 + place.rank) : 0);
		for (const { score, scores } of hits)
			expect(score).toBeCloseTo((3 * reciprocal(scores.lexical) + reciprocal(scores.dense)) / (4 / 11), 12);
	});

	it('by both is one by words where the collection has no vectors or nobody makes the question’s, and says so', async () => {
		const bare = await filled(wordsOnly);
		const byWords = await search(bare, { question: 'reminder fee', mode: 'lexical' });
		await expect(search(bare, { question: 'reminder fee' })).resolves.toEqual({ ...byWords, fellBack: 'no_vectors' });
		expect(asked).toEqual([]);
		await store.drop('house');
		const collection = await filled(withVectors);
		const alone = await searchCollection({ question: 'reminder fee' }, { collection }, signal);
		expect(alone).toMatchObject({ mode: 'lexical', fellBack: 'no_embedder' });
		await expect(search(collection, { question: 'what about it?' })).resolves.toMatchObject({ mode: 'dense', fellBack: 'no_words' });
	});

	it.each(['The Who', 'who', 'IT', 'ok', '?!', '🙂'])(
		'by words tells that %j has none, and goes by names that have none either',
		async (question) => {
			const collection = await filled(wordsOnly);
			const band = { ...made('band', 'An English band, founded in London.', {}, wordsOnly), title: 'The Who' };
			await collection.put([band, made('desk', '# It\n\nThe second floor.', {}, wordsOnly)]);
			for (const mode of ['lexical', 'hybrid'] as const) {
				const { hits, ...facts } = await search(collection, { question, mode });
				expect(facts).toMatchObject({ mode: 'lexical', fellBack: 'no_words' });
				expect(searchRemarks({ mode: 'lexical', fellBack: 'no_words' })).toEqual([
					{ kind: 'no_words', text: expect.stringContaining('no significant word'), isFault: false },
				]);
				expect(hits.map(({ documentId }) => documentId)).toEqual(/who/i.test(question) ? ['band'] : question === 'IT' ? ['desk'] : []);
			}
		},
	);

	it('looks only at the documents that fit the filter', async () => {
		const collection = await filled(withVectors);
		for (const mode of ['lexical', 'dense', 'hybrid'] as const) {
			const { hits } = await search(collection, { question: 'the manager', mode, filter: parseFilter({ year: { $lt: 2021 } }) });
			expect(new Set(hits.map(({ documentId }) => documentId))).toEqual(new Set(['billing']));
		}
	});

	it('says on which pages a passage stands, and on which the answer, of documents as earlier versions stored them', async () => {
		const [hit] = (await search(await filled(wordsOnly), { question: 'Which door does my badge open?', mode: 'lexical', neighbours: 10 }))
			.hits;
		expect(hit).toMatchObject({ page: 1, pageTo: 2, bestPage: 2, pages: [{ number: 1 }, { number: 2 }] });
		const [one] = (await search(await store.open('house', wordsOnly), { question: 'badge door', mode: 'lexical' })).hits;
		expect(one).toMatchObject({ page: 2 });
		expect(one).not.toHaveProperty('pageTo');
	});

	it('widens passages by their neighbours, exactly, and takes no text twice', async () => {
		const collection = await filled(withVectors);
		const [alone] = (await search(collection, { question: 'carrying over: unused days expire', mode: 'lexical', top: 1 })).hits;
		const [wide] = (await search(collection, { question: 'carrying over: unused days expire', mode: 'lexical', top: 1, neighbours: 1 }))
			.hits;
		expect(wide!.chunkId).toBe(alone!.chunkId);
		expect(wide!.start).toBeLessThan(alone!.start);
		expect(wide!.end).toBeGreaterThan(alone!.end);
		expect(handbook.slice(wide!.start, wide!.end)).toBe(wide!.text);
		expect(wide!.page).toBe(1);
		const all = (await search(collection, { question: 'manager', mode: 'dense', top: 100, neighbours: 10 })).hits;
		const spans = all.map(({ documentId, start, end }) => ({ documentId, start, end })).sort((a, b) => a.start - b.start);
		for (const id of ['handbook', 'billing']) {
			const own = spans.filter(({ documentId }) => documentId === id);
			own.slice(1).forEach(({ start }, index) => expect(start).toBeGreaterThanOrEqual(own[index]!.end));
		}
		const few = (await search(collection, { question: 'manager', mode: 'lexical', top: 2, neighbours: 10 })).hits;
		for (const hit of few) expect(texts[hit.documentId]!.slice(hit.start, hit.end)).toBe(hit.text);
	});

	it.each([
		['vectors', withVectors],
		['shared words', wordsOnly],
	])('with diversity passes over what says the same, by %s', async (_what, stamp) => {
		const collection = await filled(stamp);
		const copy = 'An invoice is paid within thirty days. The manager approves every payment above a thousand euros.';
		await collection.put([
			made('copy', copy, {}, stamp),
			made('other', 'An invoice for the office door is kept in the archive.', {}, stamp),
		]);
		const request = { question: 'manager approves invoice payment', mode: 'lexical', top: 2 } as const;
		const plain = await search(collection, request);
		const diverse = await search(collection, { ...request, diversity: 0.7 });
		expect(new Set(plain.hits.map(({ documentId }) => documentId))).toEqual(new Set(['billing', 'copy']));
		expect(diverse.hits[0]).toEqual(plain.hits[0]);
		expect(['billing', 'copy']).not.toContain(diverse.hits[1]!.documentId);
	});

	it('knows by vectors what says the same in other words, where it has them', async () => {
		const second = async (stamp: CollectionStamp) => {
			const collection = await store.open(stamp.embedding ? 'vectors' : 'words', stamp);
			await collection.put([
				made('payment', 'The manager approves a payment.', {}, stamp),
				made('bill', 'The manager pays a bill of the manager.', {}, stamp),
				made('door', 'The manager opens a door.', {}, stamp),
			]);
			const { hits } = await search(collection, { question: 'manager approves', mode: 'lexical', top: 2, diversity: 0.7 });
			expect(hits[0]!.documentId).toBe('payment');
			return hits[1]!.documentId;
		};
		await expect(second(wordsOnly)).resolves.toBe('bill');
		await expect(second(withVectors)).resolves.toBe('door');
	});

	it('counts words more where the model, as it counts tokens, reads them in pieces', async () => {
		const collection = await store.open('house', withVectors);
		const stamp = withVectors;
		await collection.put([
			made('named', 'O crachá abre.', {}, stamp),
			made('meant', 'Vacation, invoice, office.', {}, stamp),
			...Array.from({ length: 20 }, (_, index) => made(`bill ${index}`, `Bill ${index} is paid.`, {}, stamp)),
		]);
		const asked = async (countTokens?: (text: string) => number) => {
			const { hits } = await search(collection, { question: 'door abre porta crachá', top: 1 }, { ...embedder, countTokens });
			return hits[0]!;
		};
		const whole = (text: string) => text.split(' ').length;
		const inPieces = (text: string) => Math.ceil(text.length / 2);
		expect(await asked(whole)).toEqual(await asked());
		const [known, unknown] = [await asked(whole), await asked(inPieces)];
		expect([known.documentId, unknown.documentId]).toEqual(['meant', 'named']);
	});

	it('is made again where a document was changed while it ran', async () => {
		const collection = await filled(wordsOnly);
		let changed = false;
		const changing = new Proxy(collection, {
			get(target, key) {
				if (key === 'chunks')
					return async (ids: string[]) => {
						if (!changed) await target.put([made('billing', `${billing}\n\nPaid in euros.`, {}, wordsOnly)]);
						changed = true;
						return target.chunks(ids);
					};
				const value: unknown = Reflect.get(target, key, target);
				return typeof value === 'function' ? (value.bind(target) as unknown) : value;
			},
		});
		const { hits } = await search(changing, { question: 'reminder fee', mode: 'lexical' });
		expect(hits[0]).toMatchObject({ documentId: 'billing', score: 1, metadata: {} });
	});

	it.each([
		[{ question: ' ' }, 'INPUT_INVALID'],
		[{ question: 'x'.repeat(20_001) }, 'INPUT_TOO_LARGE'],
		[{ question: 'x', top: 0 }, 'INPUT_INVALID'],
		[{ question: 'x', top: 101 }, 'INPUT_INVALID'],
		[{ question: 'x', top: 1.5 }, 'INPUT_INVALID'],
		[{ question: 'x', neighbours: 11 }, 'INPUT_INVALID'],
		[{ question: 'x', diversity: NaN }, 'INPUT_INVALID'],
		[{ question: 'x', weights: { lexical: 0, dense: 1 } }, 'INPUT_INVALID'],
		[{ question: 'x', fusion: 'luck' as 'ranks' }, 'INPUT_INVALID'],
		[{ question: 'x', mode: 'fuzzy' as 'dense' }, 'INPUT_INVALID'],
		[{ question: 'x', mode: 'dense' as const }, 'KNOWLEDGE_STAMP_DIFFERS'],
	])('of %j is refused', async (request, code) => {
		await expect(search(await store.open('house', wordsOnly), request)).rejects.toMatchObject({ code });
	});

	it('is refused with another model’s vectors, with a vector that is not valid, and when it was cancelled', async () => {
		const collection = await filled(withVectors);
		const other = { ...embedder, id: 'test:other' };
		await expect(search(collection, { question: 'door' }, other)).rejects.toMatchObject({ code: 'KNOWLEDGE_STAMP_DIFFERS' });
		const zero: Embedder = {
			...embedder,
			embed: async (...args) => ({ ...(await embedder.embed(...args)), vectors: [[0, 0, 0, 0]] }),
		};
		await expect(search(collection, { question: 'door' }, zero)).rejects.toMatchObject({ code: 'MODEL_MALFORMED_RESPONSE' });
		const stopped = searchCollection({ question: 'door' }, { collection, embedder }, AbortSignal.abort());
		await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
	});

	it('has the best judged by a reranker, before it chooses among them and widens them', async () => {
		const judged: string[][] = [];
		// For it the answer is what tells of sickness.
		const reranker: Reranker = {
			id: 'test:judge',
			rerank(question, passages) {
				judged.push([question, ...passages]);
				return Promise.resolve(passages.map((text) => (text.includes('certificate') ? 0.9 : text.includes('expire') ? 0.4 : 0)));
			},
		};
		const collection = await filled(withVectors);
		const request: SearchRequest = { question: 'the manager', top: 2 };
		const { reranker: by, hits } = await searchCollection(request, { collection, embedder, reranker }, signal);
		expect(by).toBe('test:judge');
		expect(hits.map(({ score, scores }) => [score, scores.rerank])).toEqual([
			[0.9, { rank: 1, score: 0.9 }],
			[0.4, { rank: 2, score: 0.4 }],
		]);
		expect(hits[0]!.text).toContain('certificate');
		expect(judged).toHaveLength(1);
		// More than are wanted, each with what it stands under.
		expect(judged[0]!.length - 1).toBeGreaterThan(2);
		expect(judged[0]![0]).toBe('the manager');
		expect(judged[0]!.some((text) => text.startsWith('handbook › Leave › Sickness\n'))).toBe(true);
		const wide = await searchCollection({ ...request, top: 1, neighbours: 1, diversity: 0.5 }, { collection, embedder, reranker }, signal);
		expect(wide.hits[0]!.chunkId).toBe(hits[0]!.chunkId);
		expect(wide.hits[0]!.text.length).toBeGreaterThan(hits[0]!.text.length);
	});

	it('is as it was without a reranker where that fails or is late, and says why', async () => {
		const collection = await filled(withVectors);
		const request: SearchRequest = { question: 'the manager', top: 2 };
		const plain = await searchCollection(request, { collection, embedder }, signal);
		const failing = (rerank: Reranker['rerank'], rerankTimeoutMs?: number) =>
			searchCollection(request, { collection, embedder, reranker: { id: 'test:judge', rerank }, rerankTimeoutMs }, signal);
		const thrown = (code: TroupeErrorCode) => () => Promise.reject(new TroupeError({ code, message: 'No.' }));
		await expect(failing(thrown('MODEL_RATE_LIMITED'))).resolves.toEqual({
			...plain,
			rerankFailure: { reranker: 'test:judge', errorCode: 'MODEL_RATE_LIMITED', message: 'No.' },
		});
		for (const scores of [[], [2], [NaN]].map((given) => (passages: string[]) => (given.length ? passages.map(() => given[0]!) : given)))
			await expect(failing((_question, passages) => Promise.resolve(scores(passages)))).resolves.toMatchObject({
				hits: plain.hits,
				rerankFailure: { errorCode: 'MODEL_MALFORMED_RESPONSE' },
			});
		const never: Reranker['rerank'] = (_question, _passages, given) =>
			new Promise((_resolve, reject) => given.addEventListener('abort', () => reject(given.reason as Error)));
		await expect(failing(never, 1)).resolves.toMatchObject({ hits: plain.hits, rerankFailure: { errorCode: 'MODEL_TIMEOUT' } });
		await expect(failing(thrown('DEPENDENCY_MISSING'))).rejects.toMatchObject({ code: 'DEPENDENCY_MISSING' });
		const stop = new AbortController();
		const cancelled: Reranker = {
			id: 'test:judge',
			rerank(_question, _passages, given) {
				stop.abort();
				return Promise.reject(given.reason as Error);
			},
		};
		await expect(searchCollection(request, { collection, embedder, reranker: cancelled }, stop.signal)).rejects.toMatchObject({
			code: 'CANCELLED',
		});
	});

	it('of an empty collection finds nothing', async () => {
		await expect(search(await store.open('house', withVectors), { question: 'door' })).resolves.toEqual({ mode: 'hybrid', hits: [] });
	});
});
