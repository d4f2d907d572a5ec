import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openVault } from '../../../core/guardrails/vault/open-vault';
import { testVault } from '../../../core/guardrails/vault/open-vault.contract';
import { destroySubject } from '../../../core/guardrails/vault/vault-subjects.contract';
import { createVaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { openVaultStore } from './vault-store';

let folder: string;
let file: string;
let opened: Array<{ close(): Promise<void> }>;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-vault-'));
	file = join(folder, 'state', 'vault.db');
	opened = [];
});
afterEach(async () => {
	for (const store of opened) await store.close();
	rmSync(folder, { recursive: true, force: true });
});

function openStore(timeoutMs?: number) {
	const store = openVaultStore(file, { timeoutMs });
	opened.push(store);
	return store;
}

const masterKey = Buffer.alloc(32, 7);
const keys = createVaultKeys(masterKey);
const message = 'distinctive.person@example.com, CPF 529.982.247-25';

/** Everything in the folder, the write-ahead log too. */
const bytesOnDisk = () => Buffer.concat(readdirSync(join(folder, 'state')).map((name) => readFileSync(join(folder, 'state', name))));

describe('a vault in SQLite', () => {
	testVault(() => openStore(), 8);

	test('is a file of this user alone, in which no value, id or key stands', async () => {
		const vault = openVault({ conversationId: '+5511987654321', subjectId: 'Distinctive Person', store: openStore(), keys });
		const { text } = await vault.mask(`${message} [EMAIL_1_aaaaaa]`);
		await vault.findUnknown('other.person@example.org');
		await vault.redact(message);
		expect(await openVault({ conversationId: '+5511987654321', store: openStore(), keys }).restore(text)).toContain(message);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		const bytes = bytesOnDisk();
		for (const secret of ['distinctive', 'Distinctive', 'other.person', '529.982', '52998224725', '5511987654321', masterKey]) {
			expect(bytes.includes(secret)).toBe(false);
			expect(bytes.includes(Buffer.from(secret.toString(), 'utf16le'))).toBe(false);
		}
	});

	test('keeps nothing of a destroyed key, neither in the file nor in its log', async () => {
		const store = openStore();
		await openVault({ conversationId: 'c', subjectId: 'ana', store, keys }).mask(message);
		const conversation = keys.pseudonym('conversation', 'default', 'c');
		const wrappedKey = Buffer.from((await store.conversation({ tenant: 'default', conversation, holder: conversation }, 0))!.wrappedKey);
		expect(bytesOnDisk().includes(wrappedKey)).toBe(true);
		await destroySubject({ subjectId: 'ana' }, { store, keys });
		expect(bytesOnDisk().includes(wrappedKey)).toBe(false);
	});

	test('says so when another process’s reading keeps a destroyed key in the log; done again, it is gone', async () => {
		const store = openStore(20);
		const ana = { subjectId: 'ana' };
		await openVault({ conversationId: 'c', ...ana, store, keys }).mask(message);
		const other = new DatabaseSync(file);
		other.exec('BEGIN; SELECT * FROM subject_key');
		await expect(destroySubject(ana, { store, keys })).rejects.toMatchObject({ code: 'STORAGE_LOCKED', retryable: true });
		other.close();
		expect(await destroySubject(ana, { store, keys })).toBe(0);
		expect(statSync(`${file}-wal`).size).toBe(0);
	});

	test.each(['value', 'canonical', 'token', 'sealed'])(
		'is an error, not another value, where the file’s rows were given each other’s %s',
		async (column) => {
			const vault = openVault({ conversationId: 'c', store: openStore(), keys });
			const { text } = await vault.mask('ana@example.com bob@example.com');
			const other = new DatabaseSync(file);
			const cells = other.prepare(`SELECT id, ${column} AS cell FROM vault_entry ORDER BY id`).all() as Array<{ id: number; cell: string }>;
			const write = other.prepare(`UPDATE vault_entry SET ${column} = ? WHERE id = ?`);
			write.run(column === 'sealed' ? new Uint8Array() : 'x', cells[0]!.id);
			write.run(cells[0]!.cell, cells[1]!.id);
			write.run(cells[1]!.cell, cells[0]!.id);
			other.close();
			await expect(vault.restore(text)).rejects.toMatchObject({ code: 'VAULT_UNREADABLE' });
			const again = (await vault.mask('ana@example.com')).text;
			await expect(vault.restore(again)).rejects.toMatchObject({ code: 'VAULT_UNREADABLE' });
		},
	);

	test('removes what has expired as new values come, keys that nothing needs included', async () => {
		const store = openStore();
		const at = (now: number, conversationId: string) => openVault({ conversationId, store, keys, ttlMs: 100, clock: { now: () => now } });
		for (let number = 0; number < 5; number++) await at(0, `old ${number}`).mask(message);
		await at(200, 'new').mask(Array.from({ length: 100 }, (_, index) => `u${index}@example.com`).join(' '));
		const other = new DatabaseSync(file);
		const count = (table: string) => other.prepare(`SELECT count(*) AS n FROM ${table}`).get()!.n;
		expect(['vault_entry', 'vault_conversation', 'subject_key', 'last_number'].map(count)).toEqual([100, 1, 1, 1]);
		other.close();
	});

	test('refuses a file that a later version made', async () => {
		const store = openStore();
		await store.claim('x');
		await store.close();
		const other = new DatabaseSync(file);
		other.exec('PRAGMA user_version = 99');
		other.close();
		await expect(openStore().claim('x')).rejects.toMatchObject({
			code: 'NOT_SUPPORTED',
			message: expect.stringContaining('later version'),
		});
	});

	test('says that it may pass when another process does not let go of the file', async () => {
		const store = openStore();
		await store.claim('x');
		await store.close();
		const other = new DatabaseSync(file);
		other.exec('BEGIN EXCLUSIVE');
		await expect(openStore(20).claim('x')).rejects.toMatchObject({ code: 'STORAGE_LOCKED', retryable: true });
		other.close();
	});
});
