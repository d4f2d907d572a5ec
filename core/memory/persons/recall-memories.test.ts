import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteMemoryStore } from '../../../providers/memory/sql-memory-store';
import { TroupeError } from '../../base/errors';
import { createVaultKeys } from '../../guardrails/vault/vault-keys';
import type { MemoryStore } from '../../ports/memory';
import type { StampedEmbedder } from '../../ports/models/models';
import { createMemorySealing } from '../create-memory-sealing';
import type { MemoryParts } from '../memory-parts';
import { recallMemories } from './recall-memories';
import { rememberMemories } from './remember-memories';

const never = new AbortController().signal;
let folder: string;
let store: MemoryStore;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-recall-'));
	store = await openSqliteMemoryStore(join(folder, 'memory.db'), {
		sealing: createMemorySealing(createVaultKeys(randomBytes(32)), 'default'),
		now: () => 1_000,
	});
});
afterEach(async () => {
	await store.close();
	rmSync(folder, { recursive: true, force: true });
});

/** Knows three subjects, by any of their words. */
const subjects = [/tea|coffee|drinks?|beverage/i, /dog|cat|pets?|animal/i, /car|train|travels?/i];
function createEmbedder(revision: string) {
	const asked: string[][] = [];
	const embedder: StampedEmbedder = {
		id: 'local:subjects',
		stamp: async () => ({ model: 'local:subjects', revision, dtype: 'fp32', dimensions: 4, maximumTokens: 100 }),
		embed: async (texts) => {
			asked.push(texts);
			const vectors = texts.map((text) => [...subjects.map((subject) => (subject.test(text) ? 3 : 0)), 0.1]);
			return { vectors, model: 'local:subjects', usage: { inputTokens: 0, outputTokens: 0, estimated: true } };
		},
	};
	return { asked, embedder };
}
let next = 0;
const partsWith = (embedder?: () => Promise<StampedEmbedder>): MemoryParts => ({
	store,
	embedder,
	redact: async (_, text) => text,
	clock: { now: () => 1_000 },
	newId: () => `id ${next++}`,
});
const facts = ['Likes tea', 'Has a dog called Rex', 'Goes by train'].map((text) => ({ text }));
const recall = (question: string, parts: MemoryParts) => recallMemories({ person: 'ana', question, top: 10 }, parts, never);

test('finds by meaning what shares no word with the question, and notes that it was of use', async () => {
	const { embedder, asked } = createEmbedder('1');
	const parts = partsWith(async () => embedder);
	await rememberMemories('ana', facts, parts, never);
	const { by, memories } = await recall('Which animal does she keep?', parts);
	expect([by, memories.map(({ text }) => text)[0]]).toEqual(['meaning', 'Has a dog called Rex']);
	expect(memories.every((memory) => !('vector' in memory) && memory.score >= 0 && memory.score <= 1)).toBe(true);
	expect((await store.memories('ana')).map(({ uses }) => uses).sort()).toEqual([0, 0, 1]);
	expect(asked).toEqual([facts.map(({ text }) => text), ['Which animal does she keep?']]);
});

test('names are found by their words, also by meaning', async () => {
	const { embedder } = createEmbedder('1');
	const parts = partsWith(async () => embedder);
	await rememberMemories('ana', [...facts, { text: 'Her friend is Quixote' }], parts, never);
	expect((await recall('Who is Quixote?', parts)).memories[0]!.text).toBe('Her friend is Quixote');
});

test('embeds once what was remembered without a model, or with another one', async () => {
	await rememberMemories('ana', facts, partsWith(), never);
	for (const revision of ['1', '2']) {
		const { embedder, asked } = createEmbedder(revision);
		const parts = partsWith(async () => embedder);
		expect((await recall('A pet?', parts)).memories[0]!.text).toBe('Has a dog called Rex');
		await recall('A beverage?', parts);
		expect(asked.map(({ length }) => length)).toEqual([1, 3, 1]);
	}
});

test.each([
	['cannot be had', () => Promise.reject(new TroupeError({ code: 'DEPENDENCY_MISSING', message: 'no library' })), 'DEPENDENCY_MISSING'],
	[
		'fails',
		async () => ({
			...createEmbedder('1').embedder,
			embed: () => Promise.reject(new TroupeError({ code: 'MODEL_OVERLOADED', message: 'busy' })),
		}),
		'MODEL_OVERLOADED',
	],
])('goes by words where the model %s, and says so', async (_, embedder, embeddingFailure) => {
	const parts = partsWith(embedder);
	await rememberMemories('ana', facts, parts, never);
	expect(await recall('dogs', parts)).toMatchObject({
		by: 'words',
		embeddingFailure,
		memories: [{ text: 'Has a dog called Rex' }, {}, {}],
	});
});

test('is cancelled where its host is, in place of going by words', async () => {
	const cancelled = new TroupeError({ code: 'CANCELLED', message: 'cancelled' });
	await rememberMemories('ana', facts, partsWith(), never);
	await expect(
		recall(
			'dogs',
			partsWith(() => Promise.reject(cancelled)),
		),
	).rejects.toBe(cancelled);
});
