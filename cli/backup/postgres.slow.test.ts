import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { createCluster, findPostgres, type PostgresCluster } from '../../test/support/servers/postgres-cluster';
import { slowTest } from '../../test/support/slow-tests';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

let cluster: PostgresCluster | undefined;
let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'troupe-dump-'))));
afterAll(async () => {
	await cluster?.remove();
	rmSync(folder, { recursive: true, force: true });
});

const vaultKey = Buffer.alloc(32, 3).toString('base64');

slowTest('dumps PostgreSQL through row-level security with a login that bypasses it, and says what to do without one', async () => {
	if (findPostgres() === undefined) return;
	cluster = await createCluster();
	const address = await cluster.createDatabase();
	const home = join(folder, 'home');
	const host = { stateFolder: home, memoryStore: address, vaultKey, database: '', providers: {} };
	const remember = { operation: 'remember', person: 'ana', facts: ['likes tea', 'lives in Lisbon'] };
	await runMemoryTask(remember, host, new AbortController().signal);

	const backup = async (name: string, environment: NodeJS.ProcessEnv, ...args: string[]) => {
		const settings = { TROUPE_HOME: home, TROUPE_MEMORY_STORE: address, TROUPE_VAULT_KEY: vaultKey, PATH: process.env.PATH };
		const terminal = testTerminal({ ...settings, TROUPE_BACKUP_PASSPHRASE: 'secret', ...environment });
		return { code: await runTroupe(['backup', join(folder, name), ...args], terminal), err: terminal.noted.join('\n') };
	};
	// The owner of the tables is subject to FORCE ROW LEVEL SECURITY: pg_dump refuses rather than to leave out rows.
	expect(await backup('refused', {})).toMatchObject({
		code: 1,
		err: expect.stringMatching(/row-level security(?![^]*FORCE)[^]*fix: Set TROUPE_BACKUP_DATABASE_URL/) as string,
	});
	expect(await backup('without', {}, '--without-postgres')).toMatchObject({
		code: 0,
		err: expect.stringContaining('not in the backup') as string,
	});
	expect(await backup('absent', { PATH: '/nowhere' })).toMatchObject({
		code: 0,
		err: expect.stringContaining('because pg_dump is not installed here') as string,
	});
	// As docs/operations/backup.md advises.
	const admin = new pg.Client({ connectionString: cluster.asSuperuser(address) });
	await admin.connect();
	await admin.query('create role troupe_backup login bypassrls; grant pg_read_all_data to troupe_backup');
	await admin.end();
	const login = address.replace(/\/\/\w+@/, '//troupe_backup@');
	expect(await backup('elsewhere', { TROUPE_BACKUP_DATABASE_URL: login.replace(/\w+$/, 'other') })).toMatchObject({ code: 2 });
	expect(await backup('whole', { TROUPE_BACKUP_DATABASE_URL: login })).toMatchObject({
		code: 0,
		err: expect.stringContaining('dumped') as string,
	});

	const there = join(folder, 'there');
	const terminal = testTerminal({ TROUPE_HOME: there, TROUPE_BACKUP_PASSPHRASE: 'secret' });
	expect(await runTroupe(['restore', join(folder, 'whole')], terminal)).toBe(0);
	expect(terminal.noted.join('\n')).toMatch(/pg_restore --no-owner[^]*troupe memory forget-again --from 20\d\d-/);
	const dump = join(there, 'restored-postgres', '1.dump');
	expect(statSync(dump).mode & 0o777).toBe(0o600);
	const restored = await cluster.createDatabase();
	execFileSync('pg_restore', ['--no-owner', '--no-privileges', '--dbname', restored, dump]);
	const client = new pg.Client({ connectionString: cluster.asSuperuser(restored) });
	await client.connect();
	const { rows } = await client.query('select count(*)::int as facts from memory_facts');
	const { rows: forced } = await client.query("select relforcerowsecurity as forced from pg_class where relname = 'memory_facts'");
	await client.end();
	expect([rows, forced]).toEqual([[{ facts: 2 }], [{ forced: true }]]);
	const read = await runMemoryTask(
		{ operation: 'export', person: 'ana' },
		{ ...host, memoryStore: restored },
		new AbortController().signal,
	);
	expect(read).toMatchObject({ memories: [{}, {}] });
});
