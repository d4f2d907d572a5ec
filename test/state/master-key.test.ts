import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { createVaultKeys } from '../../core/guardrails/vault/vault-keys';
import { createWrappingKey } from '../../core/guardrails/vault/wrapping-key';
import type { HostKeys } from '../../providers/compose/guardrails/changing-keys';
import { rotateMasterKey, type RotateOptions } from '../../providers/compose/guardrails/rotate-key';
import { composeVault } from '../../providers/compose/guardrails/vault';
import { openVaultKeys } from '../../providers/compose/guardrails/vault-parts';
import { closeOpened } from '../../providers/compose/open-once';
import { isPostgresAddress } from '../../providers/database/database-place';
import { findVaultKeys } from '../../providers/state/vault/vault-key';
import { buildProcess } from '../support/build-process';
import { openSealedRows, sealedColumns, type SealedRows } from '../support/privacy/fill-sealed';
import { type Databases, onBoth, onPostgres, postgresDatabases } from '../support/servers/databases';
import { within } from '../support/wait-until';

/** More than a portion. */
const rows = 230;
const options: RotateOptions = { settleMs: 50, isEverywhere: true, signal: new AbortController().signal };

interface Told {
	masked: Array<[conversation: string, text: string]>;
	faults: string[];
}

onBoth('a master key that is replaced', (openDatabases) => {
	let databases: Databases;
	let home: string;
	let host: { stateFolder: string; tenant: string; database: string; memoryStore: string | undefined };
	let stored: SealedRows;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	afterAll(() => databases.remove());
	beforeEach(async () => {
		home = mkdtempSync(join(tmpdir(), 'troupe-master-key-'));
		const place = await databases.create();
		const database = isPostgresAddress(place) ? place : '';
		host = { stateFolder: home, tenant: 'default', database, memoryStore: database || undefined };
		stored = await openSealedRows(home, database);
	});
	afterEach(async () => {
		await stored.close();
		await closeOpened();
		rmSync(home, { recursive: true, force: true });
	});

	it('opens nothing afterwards: every column of the register is sealed again, and reads as before (MemberJunction/MJ#4580, hashicorp/vault#5545)', async () => {
		const keys = await openVaultKeys(host, home);
		const before = {
			fingerprint: keys.fingerprint,
			name: keys.pseudonym('subject', 'default', 'ana'),
			mark: keys.mark('x'),
			sign: keys.sign('x'),
		};
		await stored.fill(keys, 0, rows);
		const [old] = (await findVaultKeys(home))!;

		const rotation = await rotateMasterKey(host, options);
		expect(rotation).toMatchObject({ state: 'done', previousKeyId: createWrappingKey(old!).id, unreadable: 0, isJournalEmpty: true });
		expect(rotation.resealed).toBe(rows * sealedColumns.length);
		expect(await stored.findPrefix(createWrappingKey(old!).prefix)).toEqual([]);
		expect((await stored.read(createVaultKeys(old!))).faults).toHaveLength(rows * sealedColumns.length);

		const given = (await findVaultKeys(home))!;
		expect(given.map((key) => createWrappingKey(key).id)).toEqual([rotation.keyId]);
		expect(readFileSync(join(home, 'vault.key'), 'utf8')).not.toContain(old!.toString('base64'));
		expect(readdirSync(home).filter((name) => name.startsWith('vault.key'))).toEqual(['vault.key']);
		// The process that worked all the time, and one that starts now.
		expect(await stored.read(keys)).toEqual({ faults: [], values: rows * sealedColumns.length });
		await closeOpened();
		const fresh = await openVaultKeys(host, home);
		expect(await stored.read(fresh)).toEqual({ faults: [], values: rows * sealedColumns.length });
		const after = {
			fingerprint: fresh.fingerprint,
			name: fresh.pseudonym('subject', 'default', 'ana'),
			mark: fresh.mark('x'),
			sign: fresh.sign('x'),
		};
		expect(after).toEqual(before);
	}, 120_000);

	it('is taken up by processes that seal and open without a pause: none of their values is lost (RakuenSoftware/aimee#834)', async () => {
		const built = buildProcess('keep-masking');
		try {
			const children = [1, 2].map(() =>
				spawn(process.execPath, [built.script, home, host.database], { stdio: ['pipe', 'pipe', 'inherit'] }),
			);
			const outputs = children.map((child) => readAll(child.stdout));
			await Promise.all(children.map((child) => within('a process to mask', once(child.stdout, 'data'))));
			const rotation = await rotateMasterKey(host, { ...options, settleMs: undefined });
			children.forEach((child) => child.stdin.end());
			const told = (await Promise.all(outputs)).map((text) => JSON.parse(text.replace('ready\n', '')) as Told);
			expect(told.flatMap(({ faults }) => faults)).toEqual([]);
			expect(rotation).toMatchObject({ state: 'done', unreadable: 0 });
			const old = (prefix: string) => Buffer.from(`01${prefix}`, 'hex');
			expect(await stored.findPrefix(old(rotation.previousKeyId))).toEqual([]);
			await closeOpened();
			const sample = told.flatMap(({ masked }) => [...masked.slice(0, 20), ...masked.slice(-20)]);
			for (const [conversationId, text] of sample)
				expect(await composeVault(host, { conversationId }).restore(text)).toMatch(/^ana\d+@example\.com$/);
			expect(Math.min(...told.map(({ masked }) => masked.length))).toBeGreaterThan(20);
		} finally {
			built.remove();
		}
	}, 120_000);
});

onPostgres('machines with homes of their own and one master key', () => {
	let databases: Databases;
	let homes: string[];
	let hosts: Array<{ stateFolder: string; tenant: string; database: string }>;
	beforeAll(async () => {
		databases = await postgresDatabases();
	});
	afterAll(() => databases.remove());
	beforeEach(async () => {
		const database = await databases.create();
		homes = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'troupe-key-machine-')));
		hosts = homes.map((stateFolder) => ({ stateFolder, tenant: 'default', database }));
	});
	afterEach(async () => {
		await closeOpened();
		homes.forEach((home) => rmSync(home, { recursive: true, force: true }));
	});

	const mask = async (machine: number, conversationId: string) =>
		(await composeVault(hosts[machine]!, { conversationId }).mask('ana@example.com')).text;
	const restore = (machine: number, conversationId: string, text: string) =>
		composeVault(hosts[machine]!, { conversationId }).restore(text);
	const copyKey = () => cpSync(join(homes[0]!, 'vault.key'), join(homes[1]!, 'vault.key'));

	it('take up the new key from a copied file without a restart; one that did not get it is told which key to bring', async () => {
		const before = await mask(0, 'c');
		copyKey();
		expect(await restore(1, 'c', before)).toBe('ana@example.com');
		const alone = { ...options, isEverywhere: false };
		expect(await rotateMasterKey(hosts[0]!, alone)).toMatchObject({ state: 'waiting', source: 'file' });
		await expect(rotateMasterKey(hosts[1]!, alone)).rejects.toMatchObject({
			code: 'STATE_CONFLICT',
			message: expect.stringContaining('Another machine began to replace the master key'),
		});
		const between = await mask(1, 'd');
		expect(await restore(0, 'd', between)).toBe('ana@example.com');

		const { keyId } = await rotateMasterKey(hosts[0]!, options);
		const keys = (await openVaultKeys(hosts[1]!, homes[1]!)) as HostKeys;
		await keys.look();
		await expect(restore(1, 'c', before)).rejects.toMatchObject({
			code: 'VAULT_UNREADABLE',
			message: expect.stringContaining(`was replaced by the key ${keyId}`),
			fix: expect.stringContaining('Copy the vault.key'),
		});
		copyKey();
		expect(await restore(1, 'c', before)).toBe('ana@example.com');
		expect(await restore(0, 'e', await mask(1, 'e'))).toBe('ana@example.com');
	});

	it('do not replace it at the same time', async () => {
		await mask(0, 'c');
		copyKey();
		await rotateMasterKey(hosts[0]!, { ...options, isEverywhere: false });
		copyKey();
		const outcomes = await Promise.allSettled(hosts.map((host) => rotateMasterKey(host, options)));
		expect(
			outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.state : (outcome.reason as { code: string }).code)).sort(),
		).toEqual(['STORAGE_LOCKED', 'done']);
		const text = await mask(0, 'd');
		expect(await restore(1, 'd', text)).toBe('ana@example.com');
	});
});
