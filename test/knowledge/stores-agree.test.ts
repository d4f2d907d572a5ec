import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { isTroupeError } from '../../core/base/errors';
import { parseFilter } from '../../core/ports/knowledge/filter/parse-filter';
import { retainDocuments } from '../../core/knowledge/retain/retain-documents';
import { searchCollection } from '../../core/knowledge/search/search-collection';
import type { SearchRequest } from '../../core/knowledge/search/search-request';
import type { Collection, KnowledgeStore } from '../../core/ports/knowledge/knowledge-store';
import type { PreparedDocument } from '../../core/ports/knowledge/stored-documents';
import type { Embedder } from '../../core/ports/models/models';
import {
	openChromaKnowledgeStore,
	openPostgresKnowledgeStore,
	openSqliteKnowledgeStore,
} from '../../providers/knowledge/sql-knowledge-store';
import { startChroma, type ChromaTestServer } from '../support/servers/chroma-server';
import { dimensions, prepare, toVector, withVectors } from '../support/prepared-documents';
import { change, filter, ids, question, type Change } from './arbitrary-knowledge';
import { onChroma } from './chroma';
import { createPgvectorCluster, onPgvector, type PgvectorCluster } from './pgvector-cluster';
import { ReferenceCollection, type FilterJson } from './reference-collection';

const dayMs = 86_400_000;
const signal = new AbortController().signal;
const embedder: Embedder = {
	id: withVectors.embedding!.model,
	embed: (texts) =>
		Promise.resolve({
			vectors: texts.map((text) => [...toVector(text)]),
			model: 'signs',
			usage: { inputTokens: 0, outputTokens: 0, estimated: true },
		}),
};

/** What a call gave, or what it said; of faults all that people and programs see. */
async function told<Result>(act: () => Promise<Result>): Promise<unknown> {
	try {
		return { value: await act() };
	} catch (fault) {
		if (!isTroupeError(fault)) throw fault;
		const { code, message, fix, retryable, details } = fault;
		return { fault: { code, message, fix, retryable, details } };
	}
}

function scoresIn(value: unknown): number[] {
	const scores: number[] = [];
	JSON.stringify(value, (key, one: unknown) => {
		if (key === 'score' && typeof one === 'number') scores.push(one);
		return one;
	});
	return scores;
}

const withoutScores = (value: unknown): unknown =>
	JSON.parse(JSON.stringify(value, (key, one: unknown) => (key === 'score' ? undefined : one)) ?? 'null');

/** As an id can be at most: nothing in it repeats, so that no database can make it shorter. */
const distinctLetters = (count: number) =>
	String.fromCodePoint(...Array.from({ length: count }, (_, index) => 0x4e00 + ((index * 7_919) % 20_000)));

function paged(number: number): PreparedDocument {
	return prepare('p', 'Page.', { pages: [{ number, start: 0, end: 5 }] });
}

onPgvector('the three stores', () => {
	onChroma('with Chroma', (python) => {
		let folder: string;
		let chroma: ChromaTestServer;
		let cluster: PgvectorCluster;
		let stores: KnowledgeStore[];
		let now = 0;
		let named = 0;
		beforeAll(async () => {
			folder = mkdtempSync(join(tmpdir(), 'troupe-knowledge-'));
			[chroma, cluster] = await Promise.all([startChroma(python), createPgvectorCluster()]);
			const options = { now: () => now };
			stores = [
				await openSqliteKnowledgeStore(join(folder, 'knowledge.db'), options),
				await openPostgresKnowledgeStore(await cluster.createDatabase(), options),
				await openChromaKnowledgeStore(chroma, join(folder, 'of-chroma.db'), options),
			];
		});
		afterAll(async () => {
			for (const store of stores) await store.close();
			await Promise.all([chroma.remove(), cluster.remove()]);
			rmSync(folder, { recursive: true, force: true });
		});

		const openAll = () => {
			const name = `c${++named}`;
			return Promise.all(stores.map((store) => store.open(name, withVectors)));
		};

		/** What all of them say, which is the same. */
		async function ask<Result>(
			all: Collection[],
			act: (collection: Collection) => Promise<Result>,
		): Promise<{ value?: Result; fault?: unknown }> {
			const [first, ...others] = await Promise.all(all.map((collection) => told(() => act(collection))));
			for (const [index, other] of others.entries()) {
				const of = stores[index + 1]!.kind;
				expect({ of, said: withoutScores(other) }).toEqual({ of, said: withoutScores(first) });
				const scores = scoresIn(first);
				scoresIn(other).forEach((score, place) => expect(Math.abs(score - scores[place]!)).toBeLessThan(1e-5));
			}
			return first as { value?: Result; fault?: unknown };
		}

		async function apply(all: Collection[], reference: ReferenceCollection, what: Change): Promise<void> {
			switch (what.kind) {
				case 'put': {
					const { value } = await ask(all, (one) => one.put(what.documents));
					expect(value).toEqual(what.documents.map((document) => reference.put(document, now)));
					return;
				}
				case 'remove': {
					const { kind: _, filter: json, ...rest } = what;
					const wanted = reference.select(what);
					const { value } = await ask(all, (one) => one.remove({ ...rest, ...(json && { filter: parseFilter(json) }) }));
					expect(value).toEqual(wanted);
					return reference.remove(wanted);
				}
				case 'fail':
					await ask(all, (one) => one.fail({ id: what.id }, 'timeout', 'It took too long.'));
					return reference.fail(what.id, now);
				case 'retain': {
					const past = { ingestedAt: { $lt: now - what.days * dayMs }, ...(what.labels && { labels: { $in: what.labels } }) };
					const wanted = reference.select({ filter: past });
					const { value } = await ask(all, (one) => retainDocuments(one, what, now, signal));
					expect(value).toEqual(wanted);
					return reference.remove(wanted);
				}
				case 're-embed':
					await ask(all, async (one) => {
						const shadow = await one.shadow(withVectors);
						await shadow.put(reference.documents());
						return one.swap();
					});
			}
		}

		async function compareNearest(
			all: Collection[],
			reference: ReferenceCollection,
			text: string,
			limit: number,
			json?: FilterJson,
		): Promise<void> {
			const wanted = reference.nearest(toVector(text), json).slice(0, limit);
			const near = await ask(all, (one) => one.dense(toVector(text), limit, json && parseFilter(json)));
			expect(near.value!.map(({ chunkId }) => chunkId)).toEqual(wanted.map(({ chunkId }) => chunkId));
			near.value!.forEach(({ score }, place) => expect(score).toBeCloseTo(wanted[place]!.score, 5));
		}

		async function compare(all: Collection[], reference: ReferenceCollection, asked: Asked): Promise<void> {
			const { json, request } = asked;
			const by = json && { filter: parseFilter(json) };
			const listed = await ask(all, (one) => one.documents(by ?? {}, { limit: 1_000 }));
			expect(listed.value!.map(({ id }) => id)).toEqual(reference.select({ filter: json }));
			const wanted = reference.nearest(toVector(request.question), json);
			for (const limit of [wanted.length + 1, asked.limit]) await compareNearest(all, reference, request.question, limit, json);
			const fitting = new Set(wanted.map(({ chunkId }) => chunkId));
			const { value: found } = await ask(all, (one) => searchCollection({ ...request, ...by }, { collection: one, embedder }, signal));
			for (const { chunkId } of found?.hits ?? []) expect(fitting).toContain(chunkId);
			await ask(all, (one) => one.neighbours(asked.id, asked.limit - 3, asked.limit));
			await ask(all, (one) => one.text(asked.id));
			await ask(all, (one) => one.document(asked.id));
			const { value: chunks } = await ask(all, (one) => one.chunks(wanted.map(({ chunkId }) => chunkId)));
			expect(chunks).toHaveLength(wanted.length);
			const { value: vectors } = await ask(all, async (one) =>
				(await one.vectors(wanted.map(({ chunkId }) => chunkId))).map((vector) => [...vector!]),
			);
			expect(vectors).toHaveLength(wanted.length);
			await ask(all, async (one) => ({ ...(await one.statistics()), bytes: undefined }));
		}

		interface Asked {
			json?: FilterJson;
			request: SearchRequest;
			limit: number;
			id: string;
		}
		const asked: fc.Arbitrary<Asked> = fc.record({
			json: fc.option(filter, { nil: undefined }),
			limit: fc.integer({ min: 0, max: 12 }),
			id: fc.constantFrom(...ids, 'nobody', '\ud800', 'a\0'),
			request: fc.record({
				question,
				mode: fc.constantFrom('lexical', 'dense', 'hybrid'),
				top: fc.integer({ min: 1, max: 20 }),
				neighbours: fc.integer({ min: 0, max: 3 }),
				diversity: fc.constantFrom(0, 0, 0.3, 1),
				fusion: fc.constantFrom('scores', 'ranks'),
			}),
		});
		const steps = fc.array(fc.tuple(change, fc.integer({ min: 0, max: 3 * dayMs }), asked), { minLength: 8, maxLength: 16 });

		it('say the same of any documents, changes, filters and searches, and so does looking at each document', async () => {
			const runs = Number(process.env.TROUPE_TEST_RUNS ?? 3);
			const seed = Number(process.env.TROUPE_TEST_SEED ?? 8);
			await fc.assert(
				fc.asyncProperty(steps, async (some) => {
					const all = await openAll();
					const reference = new ReferenceCollection();
					for (const [what, passed, wanted] of some) {
						now += passed;
						await apply(all, reference, what);
						await compare(all, reference, wanted);
					}
				}),
				{ seed, numRuns: runs, endOnFailure: true },
			);
		}, 600_000);

		it('order equals alike, also where more are equal than are wanted', async () => {
			const all = await openAll();
			const reference = new ReferenceCollection();
			const twins = Array.from({ length: 400 }, (_, index) => prepare(`twin${index}`, 'The same in all.'));
			await apply(all, reference, { kind: 'put', documents: twins });
			for (const limit of [1, 7, 120, 399]) await compareNearest(all, reference, 'The same in all.', limit);
			for (const limit of [1, 7, 120, 399]) await ask(all, (one) => one.lexical([['same']], limit));
		});

		const odd = 'expected of nobody';
		it.each<[string, (one: Collection, store: KnowledgeStore) => Promise<unknown>]>([
			['a question of no numbers', (one) => one.dense(new Float32Array(dimensions).fill(NaN), 5)],
			['a question without end', (one) => one.dense(new Float32Array(dimensions).fill(Infinity), 5)],
			['a question that is not of length 1', (one) => one.dense(new Float32Array(dimensions).fill(1), 5)],
			['a question without direction', (one) => one.dense(new Float32Array(dimensions), 5)],
			['a question of other dimensions', (one) => one.dense(toVector(odd, 3), 5)],
			['neighbours between places', (one) => one.neighbours('a', 0.5, 1.5)],
			['neighbours of no number', (one) => one.neighbours('a', NaN, 3)],
			['neighbours without end', (one) => one.neighbours('a', -Infinity, Infinity)],
			['neighbours far away', (one) => one.neighbours('a', 2 ** 40, 2 ** 50)],
			['neighbours the wrong way round', (one) => one.neighbours('a', 3, 1)],
			['a page after a text that is not an id', (one) => one.documents({}, { after: 'a\0', limit: 5 })],
			['a page behind half a pair', (one) => one.documents({}, { after: '\ud800', limit: 5 })],
			['a limit that is not valid', (one) => one.lexical([['a']], 1.5)],
			['words that are not valid', (one) => one.lexical([['a\0', '\ud800', ''], []], 5)],
			['an id of many bytes', (one) => one.put([prepare(distinctLetters(1_000), 'Text.')])],
			['an id that is too long', (one) => one.put([prepare('x'.repeat(1_001), 'Text.')])],
			['metadata that is not JSON', (one) => one.put([prepare('b', 'Text.', { metadata: { n: NaN, i: -Infinity } })])],
			['a collection by no name', (_one, store) => store.find('c\0')],
			['a collection by half a pair', (_one, store) => store.find('\ud800')],
			['a collection of no name, dropped', (_one, store) => store.drop('c\0')],
			['a page number that is not valid', (one) => one.put([paged(1.5)])],
			['a page number without end', (one) => one.put([paged(2 ** 40)])],
			['a failure with a long message', (one) => one.fail({ id: 'f', source: 's\0' }, 'corrupt', `${'m'.repeat(999)}🙂`)],
		])('say the same of %s', async (_what, act) => {
			const all = await openAll();
			await ask(all, (one) => one.put([prepare('a', 'One.\n\nTwo.\n\nThree.'), prepare('\ufffd', 'Other.')]));
			await ask(all, (one) => act(one, stores[all.indexOf(one)]!));
			await ask(all, (one) => one.documents({}, { limit: 9 }));
		});
	});
});
