import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteKnowledgeStore } from '../../../providers/knowledge/sql-knowledge-store';
import { prepare, withVectors } from '../../../test/support/prepared-documents';
import type { Collection, KnowledgeStore } from '../../ports/knowledge/knowledge-store';
import { retainDocuments } from './retain-documents';

const dayMs = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'troupe-retain-'));
let now: number;
let store: KnowledgeStore;
let collection: Collection;
beforeAll(async () => {
	store = await openSqliteKnowledgeStore(join(folder, 'knowledge.db'), { now: () => now });
});
beforeEach(async () => {
	now = 0;
	collection = await store.open('handbook', withVectors);
	await collection.put([prepare('old', 'Old.'), prepare('offer', 'An offer.', { metadata: { labels: ['offers', 'public'] } })]);
	await collection.fail({ id: 'scan' }, 'no_text_layer', 'No text.');
	now = 10 * dayMs;
	await collection.put([prepare('young', 'Young.', { metadata: { labels: ['offers'] } })]);
});
afterEach(() => store.drop('handbook'));
afterAll(async () => {
	await store.close();
	rmSync(folder, { recursive: true, force: true });
});
const never = new AbortController().signal;
const left = async () => (await collection.documents({}, { limit: 10 })).map(({ id }) => id);

test('says what would go, and removes nothing', async () => {
	await expect(retainDocuments(collection, { days: 10, dryRun: true }, now, never)).resolves.toEqual([]);
	await expect(retainDocuments(collection, { days: 9, dryRun: true }, now, never)).resolves.toEqual(['offer', 'old', 'scan']);
	expect(await left()).toHaveLength(4);
});

test('removes by age and label, then by age alone', async () => {
	await expect(retainDocuments(collection, { days: 9, labels: ['offers', 'drafts'] }, now, never)).resolves.toEqual(['offer']);
	await expect(retainDocuments(collection, { days: 9 }, now, never)).resolves.toEqual(['old', 'scan']);
	expect(await left()).toEqual(['young']);
});
