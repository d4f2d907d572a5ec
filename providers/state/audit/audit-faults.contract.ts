import type { AuditEntry } from '../../../core/audit/audit-leaf';
import { parseSignedCheckpoint } from '../../../core/audit/checkpoint';
import { hashLeaf } from '../../../core/audit/hashes';
import { createVaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { composeAuditKeys } from '../../compose/state/host-audit';
import { openStateDatabase, type StateDatabase } from '../../database/state-database';
import { auditSchema } from './audit-schema';
import { type AuditStore, openAuditStore } from './audit-store';

const keys = composeAuditKeys(createVaultKeys(Buffer.alloc(32, 3)));
const strangers = composeAuditKeys(createVaultKeys(Buffer.alloc(32, 4)));
const start = Date.UTC(2026, 0, 1);

const entry = (number: number, person = 'ana'): AuditEntry => ({
	tenant: 'acme',
	at: start + number * 1_000,
	action: 'agent.executed',
	outcome: 'completed',
	who: { kind: 'user', value: `${person}@example.com`, subject: { kind: 'subject', id: person } },
	object: { kind: 'agent', value: 'support', hash: 'ab12' },
	details: { kind: 'run', value: { number } },
});
const range = (count: number, from = 0) => Array.from({ length: count }, (_, place) => entry(from + place));

/** Describes what is found in a log whose database was changed, whatever database it is in. */
export function describeAuditFaults(create: () => Promise<string>): void {
	let place: string;
	let store: AuditStore;
	let database: StateDatabase;
	beforeEach(async () => {
		place = await create();
		store = openAuditStore(place, () => Promise.resolve(keys));
		database = openStateDatabase(place, auditSchema);
	});
	afterEach(() => Promise.all([store.close(), database.close()]));

	const run = (sql: string, ...values: Array<string | number | Uint8Array>) =>
		database.change('acme', (connection) => connection.run(sql, ...values));
	async function fill(count: number): Promise<void> {
		await store.append(range(count));
		await store.sequence('acme');
	}
	const checkpoint = async () => parseSignedCheckpoint((await store.sequence('acme'))!.note).checkpoint;
	const fault = async () => (await store.verify('acme')).fault;

	const bundleOf = (level: number, at = 0) =>
		database.read('acme', async (connection) => {
			const row = await connection.get<{ content: Uint8Array }>(
				'SELECT content FROM audit_tile WHERE tenant = ? AND level = ? AND place = ?',
				'acme',
				level,
				at,
			);
			return Buffer.from(row!.content);
		});
	const put = (level: number, content: Buffer, at = 0) =>
		run('UPDATE audit_tile SET content = ? WHERE tenant = ? AND level = ? AND place = ?', content, 'acme', level, at);

	it('an entry whose bytes were changed (codenotary/immudb#2063, codenotary/immudb#78)', async () => {
		await fill(300);
		const bundle = await bundleOf(-1);
		bundle[bundle.indexOf('"number":17}') + 9] = 0x38;
		await put(-1, bundle);
		expect(await store.verify('acme')).toEqual({ entries: 17, fault: { index: 17, problem: 'changed' } });
		await expect(store.prove('acme', 17)).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
		expect(await store.prove('acme', 16)).toMatchObject({ index: 16n });
	});

	it('entries that cannot be read, of which a search and a receipt say that the log is damaged', async () => {
		await fill(20);
		const bundle = await bundleOf(-1);
		const garbled = Buffer.from(bundle);
		garbled[bundle.indexOf('"number":7}')] = 0x7b;
		for (const content of [bundle.subarray(0, -3), garbled]) {
			await put(-1, content);
			await expect(store.search('acme', { limit: 20 })).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
		}
		await put(-1, bundle.subarray(0, -3));
		await expect(store.prove('acme', 3)).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
	});

	it('an entry that is not JSON any more, which a list names, and whose predecessors it shows', async () => {
		await fill(20);
		const bundle = await bundleOf(-1);
		bundle[bundle.indexOf('"number":7}') + 9] = 0x01;
		await put(-1, bundle);
		expect(await fault()).toEqual({ index: 7, problem: 'changed' });
		const list = (before?: number) => store.search('acme', { limit: 50, ...(before !== undefined && { before }) });
		await expect(list()).rejects.toMatchObject({ code: 'STORAGE_DAMAGED', message: expect.stringContaining('index 7 ') as string });
		expect((await list(7)).entries).toHaveLength(7);
	});

	it('an entry that was changed with its hash', async () => {
		await fill(20);
		const bundle = await bundleOf(-1);
		const tile = await bundleOf(0);
		bundle[bundle.indexOf('"number":7}') + 9] = 0x39;
		await put(-1, bundle);
		let at = 0;
		for (let index = 0; index < 7; index += 1) at += 2 + bundle.readUInt16BE(at);
		hashLeaf(bundle.subarray(at + 2, at + 2 + bundle.readUInt16BE(at))).copy(tile, 7 * 32);
		await put(0, tile);
		expect((await store.verify('acme')).fault).toEqual({ index: 7, problem: 'changed' });
	});

	it('a tail that was cut', async () => {
		await fill(300);
		await run('DELETE FROM audit_tile WHERE tenant = ? AND place = 1', 'acme');
		expect((await store.verify('acme')).fault).toEqual({ index: 256, problem: 'removed' });
	});

	it('a tile of a higher level', async () => {
		await fill(600);
		const tile = await bundleOf(1);
		tile[40]! ^= 1;
		await put(1, tile);
		expect((await store.verify('acme')).fault).toEqual({ index: 256, problem: 'tile' });
	});

	it('a log that the installation did not sign (FootprintAI/Containarium#1706)', async () => {
		const other = openAuditStore(place, () => Promise.resolve(strangers));
		await other.append(range(3));
		await other.sequence('acme');
		await other.close();
		expect((await store.verify('acme')).fault).toEqual({ index: 0, problem: 'changed' });
		await store.append([entry(3)]);
		await expect(store.sequence('acme')).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
	});

	it('a checkpoint of a log that was rolled back, or grew another way, against one that somebody kept', async () => {
		await fill(5);
		const { root } = await checkpoint();
		await run('DELETE FROM audit_head');
		await run('DELETE FROM audit_tile');
		await fill(3);
		expect(await store.verify('acme')).toEqual({ entries: 3 });
		expect((await store.verify('acme', [{ size: 5, root }])).fault).toEqual({ index: 3, problem: 'removed' });
		await store.append([entry(99), entry(98)]);
		await store.sequence('acme');
		expect((await store.verify('acme', [{ size: 5, root }])).fault).toEqual({ index: 5, problem: 'forked' });
	});

	it('a clock that was turned back', async () => {
		await store.append([entry(0), entry(600), entry(590), entry(100)]);
		await store.sequence('acme');
		expect((await store.verify('acme')).fault).toEqual({ index: 3, problem: 'clock' });
	});

	it('hashes and marks after the end', async () => {
		await fill(20);
		for (const level of [-2, 0]) {
			const content = await bundleOf(level);
			await put(level, Buffer.concat([content, content.subarray(0, 32)]));
			expect(await fault()).toEqual({ index: 20, problem: 'added' });
			await put(level, content);
		}
		await run('INSERT INTO audit_tile (tenant, level, place, content) VALUES (?, 3, 0, ?)', 'acme', Buffer.alloc(32));
		expect(await fault()).toEqual({ index: 20, problem: 'added' });
	});

	it('a checkpoint that is replaced by an older one, whatever size is beside it', async () => {
		await fill(9);
		const { note } = (await store.sequence('acme'))!;
		await store.append(range(4, 9));
		await store.sequence('acme');
		await run('UPDATE audit_head SET note = ?', note);
		expect(await fault()).toEqual({ index: 9, problem: 'added' });
		await run('UPDATE audit_head SET size = 9');
		expect(await fault()).toEqual({ index: 9, problem: 'added' });
	});

	it('a size beside the checkpoint that is not its size', async () => {
		await fill(9);
		await run('UPDATE audit_head SET size = 5');
		expect(await fault()).toEqual({ index: 9, problem: 'checkpoint' });
		await expect(store.sequence('acme')).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
	});

	it('a checkpoint that is not a note, which is not handed on, also where nothing waits', async () => {
		await fill(9);
		await run("UPDATE audit_head SET note = 'garbage'");
		expect(await fault()).toEqual({ index: 9, problem: 'checkpoint' });
		await expect(store.sequence('acme')).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
	});

	it('a stored value that is that of another entry, or whose key is another', async () => {
		await store.append([entry(0), entry(1), entry(2, 'bia')]);
		await store.sequence('acme');
		const { sealed } = (await database.read('acme', (connection) =>
			connection.get<{ sealed: Uint8Array }>('SELECT sealed FROM audit_value ORDER BY entry DESC LIMIT 1'),
		))!;
		await run('UPDATE audit_value SET sealed = ? WHERE entry = (SELECT entry FROM audit_value ORDER BY entry LIMIT 1 OFFSET 1)', sealed);
		expect(await fault()).toEqual({ index: 1, problem: 'value' });
		expect((await store.search('acme', { limit: 9 })).entries.map(({ isDamaged, values }) => [isDamaged, Object.values(values)])).toEqual([
			[false, ['bia@example.com']],
			[true, []],
			[false, ['ana@example.com']],
		]);
		await run('UPDATE audit_value SET key_id = 99 WHERE entry = (SELECT entry FROM audit_value ORDER BY entry LIMIT 1)');
		expect(await fault()).toEqual({ index: 0, problem: 'value' });
	});

	it('an entry that waits and was not written by the installation, and gives it no index', async () => {
		await fill(3);
		await store.append(range(2, 3));
		expect(await fault()).toBe(undefined);
		await run("UPDATE audit_waiting SET leaf = replace(leaf, 'support', 'another') WHERE id = (SELECT max(id) FROM audit_waiting w)");
		expect(await fault()).toEqual({ index: 4, problem: 'waiting' });
		await expect(store.sequence('acme')).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
		expect((await store.search('acme', { limit: 9 })).entries).toHaveLength(3);
	});

	it('an entry that waits twice, and one that waits again after it got its index', async () => {
		await store.append(range(2));
		const copy = () =>
			run('INSERT INTO audit_waiting (tenant, leaf, mark) SELECT tenant, leaf, mark FROM audit_waiting ORDER BY id LIMIT 1');
		await copy();
		expect(await fault()).toEqual({ index: 2, problem: 'waiting' });
		await expect(store.sequence('acme')).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
		await run('DELETE FROM audit_waiting WHERE id = (SELECT max(id) FROM audit_waiting w)');
		const [row] = await database.read('acme', (connection) =>
			connection.all<{ leaf: string; mark: Uint8Array }>('SELECT leaf, mark FROM audit_waiting ORDER BY id'),
		);
		await store.sequence('acme');
		await run('INSERT INTO audit_waiting (tenant, leaf, mark) VALUES (?, ?, ?)', 'acme', row!.leaf, row!.mark);
		expect(await fault()).toEqual({ index: 2, problem: 'waiting' });
		await store.sequence('acme');
		expect(await fault()).toEqual({ index: 2, problem: 'added' });
	});

	it('a log whose checkpoint is missing, and does not begin another in its place', async () => {
		await fill(3);
		await run('DELETE FROM audit_head');
		await store.append(range(2, 3));
		await expect(store.sequence('acme')).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
		expect(await fault()).toEqual({ index: 0, problem: 'added' });
	});

	it('where a log is another, by the leaf hashes that somebody kept', async () => {
		await fill(6);
		const kept = await Promise.all(
			[4, 6].map(async (size) => ({ size, root: (await checkpoint()).root, leafHashes: (await bundleOf(0)).subarray(0, size * 32) })),
		);
		await run('DELETE FROM audit_head');
		await run('DELETE FROM audit_tile');
		await store.append(range(7));
		await store.sequence('acme');
		expect((await store.verify('acme', kept)).fault).toEqual({ index: 0, problem: 'forked' });
	});
}
