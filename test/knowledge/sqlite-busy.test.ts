import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Collection, KnowledgeStore } from '../../core/ports/knowledge/knowledge-store';
import { openSqliteKnowledgeStore } from '../../providers/knowledge/sql-knowledge-store';
import { prepare, toVector, withVectors } from '../support/prepared-documents';

describe('a file of knowledge that another process keeps to itself', () => {
	let folder: string;
	let other: DatabaseSync;
	let store: KnowledgeStore;
	let collection: Collection;
	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'troupe-knowledge-'));
		store = await openSqliteKnowledgeStore(join(folder, 'knowledge.db'));
		collection = await store.open('handbook', withVectors);
		await collection.put([prepare('leave', 'Vacation is thirty days.')]);
		other = new DatabaseSync(join(folder, 'knowledge.db'));
		other.exec('begin immediate');
	});
	afterEach(async () => {
		other.close();
		await store.close();
		rmSync(folder, { recursive: true, force: true });
	});

	it('is searched meanwhile, and changed when it is free', async () => {
		const put = collection.put([prepare('travel', 'Hotels are booked.')]);
		await expect(collection.lexical([['vacat']], 5)).resolves.toHaveLength(1);
		await expect(collection.dense(toVector('x'), 5)).resolves.toHaveLength(1);
		other.exec('rollback');
		await expect(put).resolves.toEqual(['added']);
	});

	it('is waited for so long and no longer; who gave up is told that it may be done again', async () => {
		const put = collection.put([prepare('travel', 'Hotels are booked.')]);
		const busy = { code: 'KNOWLEDGE_STORE_UNREACHABLE', retryable: true, message: expect.stringContaining('locked by another process') };
		await expect(put).rejects.toMatchObject(busy);
		other.exec('rollback');
		await expect(collection.put([prepare('travel', 'Hotels are booked.')])).resolves.toEqual(['added']);
		await expect(collection.statistics()).resolves.toMatchObject({ documents: 2 });
	});
});
