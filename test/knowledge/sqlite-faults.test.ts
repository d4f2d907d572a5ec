import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { createVaultKeys } from '../../core/guardrails/vault/vault-keys';
import { createMemorySealing } from '../../core/memory/create-memory-sealing';
import type { Collection, KnowledgeStore } from '../../core/ports/knowledge/knowledge-store';
import { openKnowledgeFile, type KnowledgeDatabase } from '../../providers/knowledge/database/knowledge-database';
import { createSqlKnowledgeStore, openSqliteKnowledgeStore } from '../../providers/knowledge/sql-knowledge-store';
import { EmbeddedVectors } from '../../providers/knowledge/vectors/embedded-vectors';
import { ownVectors } from '../../providers/knowledge/vectors/own-vectors';
import { openSqliteMemoryStore } from '../../providers/memory/sql-memory-store';
import { prepare, toVector, withVectors } from '../support/prepared-documents';

const sealing = createMemorySealing(createVaultKeys(randomBytes(32)), 'default');
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-knowledge-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each<[string, string, (file: string) => Promise<unknown>]>([
	['knowledge', 'KNOWLEDGE_STORE_UNREACHABLE', (file) => openSqliteKnowledgeStore(file)],
	['memory', 'MEMORY_STORE_UNREACHABLE', (file) => openSqliteMemoryStore(file, { sealing })],
])('a file of %s that cannot be one', (_what, code, open) => {
	it.each<[string, () => string]>([
		[
			'is a folder',
			() => {
				mkdirSync(join(folder, 'here'));
				return join(folder, 'here');
			},
		],
		[
			'lies in a file',
			() => {
				writeFileSync(join(folder, 'file'), 'x');
				return join(folder, 'file', 'knowledge.db');
			},
		],
		['has a name that is too long', () => join(folder, 'x'.repeat(300))],
	])('as it %s, is named', async (_why, place) => {
		const file = place();
		await expect(open(file)).rejects.toMatchObject({ code, message: expect.stringContaining(file), fix: expect.stringMatching(/file/) });
	});
});

describe('a file of knowledge', () => {
	let database: KnowledgeDatabase;
	let store: KnowledgeStore;
	let collection: Collection;
	const leave = prepare('leave', 'Vacation is thirty days.\n\nParental leave is six months.', { metadata: { year: 2024 } });
	const large = (round: number) =>
		Array.from({ length: 20 }, (_, index) => prepare(`d${index}`, `Kettle ${index} of ${round}. ${`w${index} `.repeat(500)}`));
	const write = (statement: string) => database.change('default', (connection) => sql.raw(statement).execute(connection));
	beforeEach(async () => {
		database = await openKnowledgeFile(join(folder, 'knowledge.db'));
		store = createSqlKnowledgeStore('sqlite', database, ownVectors(new EmbeddedVectors()), {});
		collection = await store.open('handbook', withVectors);
		await collection.put([leave]);
	});
	afterEach(() => store.close());

	/** As another process sees it too, and as one into which the same was put at once. */
	async function expectAsBefore(documents = [leave]): Promise<void> {
		const other = await openSqliteKnowledgeStore(join(folder, 'knowledge.db'));
		const fresh = await openSqliteKnowledgeStore(join(folder, `fresh-${randomBytes(4).toString('hex')}.db`));
		const wanted = await fresh.open('handbook', withVectors);
		await wanted.put(documents);
		for (const one of [collection, (await other.find('handbook'))!]) {
			for (const words of [[['vacat'], ['kettl']], [['w3']]])
				await expect(one.lexical(words, 50)).resolves.toEqual(await wanted.lexical(words, 50));
			await expect(one.dense(toVector('x'), 50)).resolves.toEqual(await wanted.dense(toVector('x'), 50));
			const { documents: count, chunks, characters, failed } = await wanted.statistics();
			await expect(one.statistics()).resolves.toMatchObject({ documents: count, chunks, characters, failed });
		}
		await other.close();
		await fresh.close();
	}

	it('that has no room left keeps nothing by half, is searched on, and takes documents again when it has some', async () => {
		await write('pragma max_page_count = 1');
		const full = {
			code: 'KNOWLEDGE_STORE_FULL',
			message: expect.stringContaining('Nothing was changed'),
			fix: expect.stringContaining('Free space'),
		};
		await expect(collection.put(large(1))).rejects.toMatchObject(full);
		await expect(collection.put([{ ...prepare('leave', `Changed. ${'long '.repeat(20_000)}`) }])).rejects.toMatchObject(full);
		await expectAsBefore();
		await expect((await collection.shadow(withVectors)).put([leave, ...large(1)])).rejects.toMatchObject({
			code: 'KNOWLEDGE_STORE_FULL',
		});
		await collection.abandonShadow();
		await expectAsBefore();
		await write('pragma max_page_count = 1000000');
		await expect(collection.put(large(1))).resolves.toHaveLength(20);
		await expectAsBefore([leave, ...large(1)]);
		await write('pragma max_page_count = 1');
		await expect(collection.put(large(2).map((one) => ({ ...one, title: 'x'.repeat(50_000) })))).rejects.toMatchObject(full);
		await expectAsBefore([leave, ...large(1)]);
		// What makes room needs none.
		await expect(collection.remove({ filter: { kind: 'contains', field: 'documentId', value: 'd' } })).resolves.toHaveLength(20);
		await expectAsBefore();
	});

	it('that may only be read is searched, and says so to who changes it', async () => {
		await write('pragma query_only = on');
		const refused = { code: 'KNOWLEDGE_STORE_UNREACHABLE', message: expect.stringContaining('cannot be written to') };
		await expect(collection.put(large(1))).rejects.toMatchObject(refused);
		await expect(collection.remove({})).rejects.toMatchObject(refused);
		await expect(collection.fail({ id: 'x' }, 'timeout', 'x')).rejects.toMatchObject(refused);
		await expect(collection.shadow(withVectors)).rejects.toMatchObject(refused);
		await expect(store.drop('handbook')).rejects.toMatchObject(refused);
		await expect(store.open('another', withVectors)).rejects.toMatchObject(refused);
		await expectAsBefore();
	});
});
