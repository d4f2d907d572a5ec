import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createVaultKeys } from '../../core/guardrails/vault/vault-keys';
import { createMemorySealing } from '../../core/memory/create-memory-sealing';
import { describeMemoryStore } from './memory-store.contract';
import { openSqliteMemoryStore } from './sql-memory-store';
import { memoryTables } from './memory-tables';

let folder: string;
let file: string;
const sealing = createMemorySealing(createVaultKeys(randomBytes(32)), 'default');
const turn = { message: 'Zebrawood', reply: 'Okapi', at: 1 };
const written = () =>
	readdirSync(join(folder, 'home'))
		.map((name) => readFileSync(join(folder, 'home', name), 'latin1'))
		.join();

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-memory-'));
	file = join(folder, 'home', 'memory.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describeMemoryStore('SQLite', () =>
	Promise.resolve({
		open: (options) => openSqliteMemoryStore(file, options),
		countRows() {
			const database = new DatabaseSync(file, { readOnly: true });
			const count = (table: string) => Number(database.prepare(`select count(*) as rows from ${table}`).get()!.rows);
			const rows = memoryTables.own.reduce((sum, table) => sum + count(table), 0);
			database.close();
			return Promise.resolve(rows);
		},
		written: () => Promise.resolve(written()),
	}),
);

describe('the file of memory', () => {
	const change = (statement: string) => {
		const database = new DatabaseSync(file);
		database.exec(statement);
		database.close();
	};

	it('is for its owner alone', async () => {
		const store = await openSqliteMemoryStore(file, { sealing });
		await store.addTurns('c', [turn]);
		expect(statSync(join(folder, 'home')).mode & 0o777).toBe(0o700);
		for (const name of readdirSync(join(folder, 'home'))) expect(statSync(join(folder, 'home', name)).mode & 0o777).toBe(0o600);
		await store.close();
	});

	it('holds not even the encrypted bytes of what was forgotten, nor its key', async () => {
		const store = await openSqliteMemoryStore(file, { sealing });
		await store.addTurns('c', [turn], 'ana');
		const database = new DatabaseSync(file, { readOnly: true });
		const blobs = ['select content as bytes from memory_turns', 'select data_key as bytes from memory_conversations'].map((query) =>
			Buffer.from(database.prepare(query).get()!.bytes as Uint8Array).toString('latin1'),
		);
		database.close();
		expect(blobs.every((bytes) => written().includes(bytes))).toBe(true);
		await store.forgetPerson('ana');
		expect(blobs.some((bytes) => written().includes(bytes))).toBe(false);
		await store.close();
	});

	it('says so where a row was moved to another, or changed', async () => {
		const store = await openSqliteMemoryStore(file, { sealing });
		await store.addTurns('c', [turn, { ...turn, at: 2 }]);
		await store.addTurns('d', [turn]);
		const unreadable = { code: 'VAULT_UNREADABLE' };
		change('update memory_turns set content = (select content from memory_turns where number = 1) where number = 2');
		await expect(store.conversation('c', 5)).rejects.toMatchObject(unreadable);
		expect(await store.conversation('c', 0)).toMatchObject({ turns: [], last: 2 });
		change('update memory_conversations set data_key = (select data_key from memory_conversations order by conversation limit 1)');
		const readable = await Promise.allSettled([store.conversation('c', 0), store.conversation('d', 0)]);
		expect(readable.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await store.close();
	});

	it.each([
		['a turn is missing', 'delete from memory_turns where number = 2'],
		['the last turn is missing', 'delete from memory_turns where number = 3'],
		['the end was moved', 'delete from memory_turns where number = 3; update memory_conversations set last = 2'],
		['the first turns were cut off', 'delete from memory_turns where number < 3'],
		['the time of a turn was changed', 'update memory_turns set at = 9 where number = 2'],
		['the summary is missing', 'update memory_conversations set summary = null'],
		['the summary and its place are missing', 'update memory_conversations set summary = null, summary_up_to = 0'],
	])('says so where %s', async (_what, statement) => {
		const store = await openSqliteMemoryStore(file, { sealing });
		await store.addTurns('c', [turn, { ...turn, at: 2 }, { ...turn, at: 3 }]);
		await store.putSummary('c', { text: 'They talked.', upTo: 1 });
		expect((await store.conversation('c', 5))!.turns).toHaveLength(3);
		change(statement);
		await expect(store.conversation('c', 5)).rejects.toMatchObject({ code: 'VAULT_UNREADABLE', fix: expect.any(String) as string });
		await store.forgetConversation('c');
		expect(await store.conversation('c', 5)).toBeUndefined();
		await store.close();
	});

	it('says so where a memory of a person is missing, or is an older one', async () => {
		const store = await openSqliteMemoryStore(file, { sealing });
		const put = (id: string, text: string) =>
			store.changeMemories('eva', () => ({ remove: [], put: [{ id, kind: 'fact', text, importance: 1, at: 1, usedAt: 1, uses: 0 }] }));
		await put('one', 'Never pay.');
		await put('two', 'Likes tea.');
		change('create table kept as select * from memory_facts');
		await put('one', 'Never pay, says the boss.');
		expect(await store.memories('eva')).toHaveLength(2);
		for (const statement of ["delete from memory_facts where id = 'one'", "insert into memory_facts select * from kept where id = 'one'"]) {
			change(statement);
			await expect(store.memories('eva')).rejects.toMatchObject({ code: 'VAULT_UNREADABLE' });
		}
		change('drop table kept');
		await store.forgetPerson('eva');
		await store.close();
	});

	it('that is not a database, or of a later version, is refused by name', async () => {
		const blocked = join(folder, 'blocked');
		writeFileSync(blocked, 'no database, but longer than the hundred bytes of a header that SQLite wants to see'.repeat(3));
		await expect(openSqliteMemoryStore(blocked, { sealing })).rejects.toMatchObject({
			code: 'MEMORY_STORE_UNREACHABLE',
			message: expect.stringContaining('blocked'),
		});
		await (await openSqliteMemoryStore(file, { sealing })).close();
		change("insert into memory_migration values ('0099-later', '2030-01-01')");
		await expect(openSqliteMemoryStore(file, { sealing })).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
		change("delete from memory_migration where name = '0099-later'");
		await (await openSqliteMemoryStore(file, { sealing })).close();
		change('pragma user_version = 99');
		await expect(openSqliteMemoryStore(file, { sealing })).rejects.toMatchObject({ code: 'NOT_SUPPORTED', details: { found: 99 } });
	});

	it('changes nothing where one of its statements is refused', async () => {
		const store = await openSqliteMemoryStore(file, { sealing });
		await store.addTurns('c', [turn]);
		change('drop table memory_sharers');
		await expect(store.addTurns('c', [turn], 'ana')).rejects.toMatchObject({ code: 'INTERNAL' });
		expect((await store.conversation('c', 5))!.turns).toHaveLength(1);
		await store.close();
	});
});
