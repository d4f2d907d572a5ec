import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteKnowledgeStore } from '../../../providers/knowledge/sql-knowledge-store';
import { prepare, toVector, withVectors, wordsOnly } from '../../../test/support/prepared-documents';
import type { Collection, KnowledgeStore } from '../../ports/knowledge/knowledge-store';
import type { Embedder } from '../../ports/models/models';
import { findSemanticPlaces } from '../chunking/semantic-places';
import { embedChunks } from '../ingest/embed-chunks';
import { createForgettingStore } from './forgetting-store';

let folder: string;
let store: KnowledgeStore;
let collection: Collection;
const forgotten: string[] = [];
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-forgetting-'));
	store = createForgettingStore(
		await openSqliteKnowledgeStore(join(folder, 'knowledge.db')),
		async (texts) => void forgotten.push(...texts),
	);
	collection = await store.open('handbook', withVectors);
	await collection.put([prepare('leave', 'Thirty days.\n\nNo more.', { title: 'Leave' }), prepare('travel', 'By train.')]);
	forgotten.length = 0;
});
afterEach(async () => {
	await store.close();
	rmSync(folder, { recursive: true, force: true });
});

test('forgets the vectors of what is removed, under its title', async () => {
	await collection.remove({ ids: ['leave'] });
	expect(forgotten).toEqual(['Leave\n\nThirty days.', 'Leave\n\nNo more.']);
	await expect(collection.documents({}, { limit: 9 })).resolves.toMatchObject([{ id: 'travel' }]);
});

test('forgets of a changed document what is not in it any more', async () => {
	const again = (await store.find('handbook'))!;
	await expect(again.put([prepare('leave', 'Thirty days.\n\nA few more.', { title: 'Leave' }), prepare('new', 'New.')])).resolves.toEqual([
		'changed',
		'added',
	]);
	expect(forgotten).toEqual(['Leave\n\nNo more.']);
});

test('forgets a whole collection, and of one by words alone nothing', async () => {
	await expect(store.drop('handbook')).resolves.toBe(true);
	expect(forgotten).toHaveLength(3);
	const plain = await store.open('plain', wordsOnly);
	await plain.put([prepare('a', 'Words.', { stamp: wordsOnly })]);
	await plain.remove({});
	expect(forgotten).toHaveLength(3);
});

test('forgets the former chunks of what is embedded again, and a shadow that is given up', async () => {
	const other: typeof withVectors = { ...withVectors, embedding: { model: 'test:other', dimensions: 8 } };
	const shadow = await collection.shadow(other);
	await shadow.put([prepare('leave', 'In other chunks.')]);
	await collection.abandonShadow();
	expect(forgotten).toEqual(['In other chunks.']);
	forgotten.length = 0;
	const full = await collection.shadow(other);
	await full.put([prepare('leave', 'Thirty days.\n\nNo more.', { title: 'Leave' }), prepare('travel', 'By train.')]);
	await collection.swap();
	expect(forgotten).toEqual(['Leave\n\nThirty days.', 'Leave\n\nNo more.', 'By train.']);
	expect((await store.find('handbook'))!.stamp.embedding).toEqual(other.embedding);
});

test('forgets the windows of what was longer than the model reads, and what was compared to find where subjects change', async () => {
	const stamp: typeof withVectors = {
		chunker: { ...withVectors.chunker, method: 'semantic' },
		embedding: { ...withVectors.embedding!, maximumTokens: 16 },
	};
	const asked: string[] = [];
	const embedder: Embedder = {
		id: 'test:signs',
		embed: (texts) => {
			asked.push(...texts);
			const vectors = texts.map((text) => [...toVector(text)]);
			return Promise.resolve({ vectors, model: 'test:signs', usage: { inputTokens: 0, outputTokens: 0, estimated: true } });
		},
	};
	const long = await store.open('long', stamp);
	const document = prepare('a', Array.from({ length: 40 }, (_, index) => `Sentence number ${index} is here.`).join(' '), { stamp });
	await findSemanticPlaces(document, embedder, new AbortController().signal);
	await embedChunks([document], { embedder, stamp: stamp.embedding! }, new AbortController().signal, () => undefined);
	await long.put([document]);
	await long.remove({});
	expect(asked.length).toBeGreaterThan(10);
	expect(new Set(forgotten)).toEqual(new Set(asked));
});
