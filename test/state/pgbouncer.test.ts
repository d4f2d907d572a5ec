import pg from 'pg';
import { databaseCheck } from '../../cli/doctor/checks/state/database';
import { openVault } from '../../core/guardrails/vault/open-vault';
import { testVault } from '../../core/guardrails/vault/open-vault.contract';
import { createVaultKeys } from '../../core/guardrails/vault/vault-keys';
import { holdInPostgres } from '../../providers/database/postgres/hold-postgres';
import { everyTenant, openStateDatabase, type StateDatabase, type StateSchema } from '../../providers/database/state-database';
import { listenForChanges } from '../../manifests/registry/store/postgres-listener';
import { openRunStore } from '../../providers/state/runs/run-store';
import { openUsageStore } from '../../providers/state/usage/usage-store';
import { describeUsageStore } from '../../providers/state/usage/usage-store.contract';
import { openVaultStore } from '../../providers/state/vault/vault-store';
import { openTenantStore } from '../../providers/state/tenant-store';
import { describeTenantStore } from '../../providers/state/tenant-store.contract';
import { postgresDatabases } from '../support/servers/databases';
import { onPooler, type Pooler, startPooler } from '../support/servers/pgbouncer';
import { openTenantStores, secretOf, type StoreOfTenants } from '../support/tenants/stores';
import { waitUntil } from '../support/wait-until';

const tenants = ['acme', 'globex', 'initech'];
const things = 3;
const connections = 3;
/** Two clients more than connections to the server. */
const clients = connections + 2;

const schema: StateSchema = {
	name: 'notes',
	what: 'The notes',
	version: 1,
	tables: { note: { kept: 'setting', nothing: 'value' } },
	schema: 'CREATE TABLE IF NOT EXISTS note (tenant TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (tenant)) STRICT, WITHOUT ROWID;',
};
const addOne = (database: StateDatabase, tenant: string) =>
	database.change(
		tenant,
		async (connection) => {
			const row = await connection.get<{ value: number }>('SELECT value FROM note WHERE tenant = ?', tenant);
			const sql = 'INSERT INTO note (tenant, value) VALUES (?1, ?2) ON CONFLICT (tenant) DO UPDATE SET value = ?2';
			await connection.run(sql, tenant, (row?.value ?? 0) + 1);
		},
		{ turn: 'n' },
	);

onPooler('the state', () => {
	let server: Awaited<ReturnType<typeof postgresDatabases>>;
	let direct: string;
	let pooler: Pooler;
	const opened: Array<{ close(): Promise<unknown> }> = [];
	const track = <Store extends { close(): Promise<unknown> }>(store: Store): Store => {
		opened.push(store);
		return store;
	};
	/** Addresses that differ have connections of their own, as other processes do. */
	const client = (number: number) => `${pooler.address}?application_name=client${number}`;
	const ask = async <Row extends object>(text: string, address = direct): Promise<Row[]> => {
		const connection = new pg.Client({ connectionString: address });
		await connection.connect();
		try {
			return (await connection.query<Row>(text)).rows;
		} finally {
			await connection.end();
		}
	};
	beforeAll(async () => {
		server = await postgresDatabases();
	});
	beforeEach(async () => {
		direct = await server.create();
		pooler = await startPooler(direct, { connections });
	});
	afterEach(async () => {
		for (const store of opened.splice(0)) await store.close();
		await pooler.stop();
	});
	afterAll(() => server.remove());

	it('of every store shows each of many clients its own tenant, and leaves nothing on the connections that they share', async () => {
		const all: StoreOfTenants[][] = [];
		// All of them create and migrate the schemas.
		await Promise.all(Array.from({ length: clients }, async (_, number) => all.push((await openTenantStores(client(number))).map(track))));
		for (const store of all[0]!)
			for (const tenant of tenants) for (let thing = 0; thing < things; thing += 1) await store.put(tenant, thing);
		const seen = new Map<string, number>();
		await Promise.all(
			all.flatMap((stores, number) =>
				stores.map(async (store) => {
					for (let request = 0; request < 30; request += 1) {
						const tenant = tenants[(request + number) % tenants.length]!;
						const answer = JSON.stringify(await store.ask(tenant, request % things)) ?? '';
						for (const other of tenants) if (other !== tenant) expect(answer).not.toContain(secretOf(other));
						if (answer.includes(secretOf(tenant))) seen.set(store.name, (seen.get(store.name) ?? 0) + 1);
					}
				}),
			),
		);
		// Each store has answered with what is the tenant's own.
		expect([...seen.keys()].sort()).toEqual(all[0]!.map(({ name }) => name).sort());
		const left = `select current_setting('troupe.tenant', true) as tenant, current_setting('search_path') as path, current_setting('statement_timeout') as timeout, current_user as role`;
		const role = new URL(direct).username;
		for (let number = 0; number < clients; number += 1)
			expect(['', null]).toContain((await ask<{ tenant: string | null }>(left, pooler.address))[0]!.tenant);
		expect(await ask(left, pooler.address)).toMatchObject([{ path: '"$user", public', timeout: '0', role }]);
		const [{ most }] = (await ask<{ most: number }>(
			`select count(*)::int as most from pg_stat_activity where usename = '${role}' and pid <> pg_backend_pid()`,
		)) as [{ most: number }];
		expect(most).toBeLessThanOrEqual(connections);
	});

	it('is changed in turn by clients that outnumber the connections', async () => {
		const databases = Array.from({ length: clients }, (_, number) => track(openStateDatabase(client(number), schema)));
		await Promise.all(Array.from({ length: 100 }, (_, n) => addOne(databases[n % clients]!, tenants[n % 2]!)));
		const sum = await databases[0]!.read(everyTenant, (connection) => connection.all('SELECT tenant, value FROM note ORDER BY tenant'));
		expect(sum).toEqual([
			{ tenant: 'acme', value: 50 },
			{ tenant: 'globex', value: 50 },
		]);
	});

	it('never exceeds a budget', async () => {
		const budget = { name: 'cap', per: 'total' as const, calls: 20 };
		const scope = { tenant: 'default', agent: null, host: 'test' };
		const usage = { inputTokens: 1, outputTokens: 1, estimated: false };
		const reservation = { scope, provider: 'openai', model: 'm', kind: 'chat', usage, costUsd: 0, priceTable: null } as const;
		const stores = Array.from({ length: clients }, (_, number) => track(openUsageStore(client(number))));
		const tries = Array.from({ length: 60 }, (_, n) => stores[n % clients]!.reserve(reservation, [budget], Date.now()));
		const results = await Promise.allSettled(tries);
		expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
		for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'BUDGET_EXCEEDED' });
	});

	describe('of usage', () => {
		describeUsageStore(
			async (options) => {
				const its = await startPooler(await server.create(), { connections });
				const store = openUsageStore(its.address, { ...options, serverTime: false });
				const close = async () => {
					try {
						await store.close();
					} finally {
						await its.stop();
					}
				};
				track({ close });
				return store;
			},
			{ numRuns: 3 },
		);
	});
	describe('of the vault', () => testVault(() => track(openVaultStore(pooler.address)), 4));
	describe('of the rules of tenants', () => {
		let store: ReturnType<typeof openTenantStore>;
		beforeEach(() => void (store = track(openTenantStore(pooler.address))));
		describeTenantStore(() => store);
	});

	it('of a lock belongs to one process, which loses it only with its connection', async () => {
		const end = await holdInPostgres(client(1), 'troupe test', 'shadow');
		expect(end).toBeDefined();
		expect(await holdInPostgres(client(2), 'troupe test', 'shadow')).toBeUndefined();
		await (await holdInPostgres(client(2), 'troupe test', 'another'))!();
		await end!();
		const next = await holdInPostgres(direct, 'troupe test', 'shadow');
		expect(next).toBeDefined();
		await ask(
			`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()`,
			server.cluster.asSuperuser(direct),
		);
		await (await holdInPostgres(client(2), 'troupe test', 'shadow'))!();
		await next!();
	});

	it('of the registry is watched by looking at it, and no connection of others gets its notifications', async () => {
		let looks = 0;
		const stop = listenForChanges(pooler.address, () => (looks += 1));
		await waitUntil('two looks', () => looks >= 2);
		const listening = await Promise.all(
			Array.from({ length: clients }, () =>
				ask<{ channels: string[] }>('select array(select pg_listening_channels()) as channels', pooler.address),
			),
		);
		expect(listening.flat().flatMap(({ channels }) => channels)).toEqual([]);
		await stop();
	});

	it('can be written after the doctor looked at it', async () => {
		const database = track(openStateDatabase(pooler.address, schema));
		await addOne(database, 'acme');
		for (let time = 0; time < clients; time += 1) {
			const environment = { TROUPE_DATABASE_URL: pooler.address };
			const findings = await databaseCheck.look({ environment, home: '', packageFolder: '', nowMs: 0 }, new AbortController().signal);
			expect(findings.filter(({ state }) => state === 'fail')).toEqual([]);
		}
		await Promise.all(Array.from({ length: clients }, () => addOne(database, 'acme')));
	});

	it('cannot be kept where each statement can have another connection: the refusal names the mode', async () => {
		const statements = await startPooler(direct, { mode: 'statement' });
		try {
			const store = openRunStore(statements.address, { tenant: 'acme', pseudonym: (_kind, id) => Promise.resolve(id) });
			await expect(store.first('run-1')).rejects.toMatchObject({ code: 'NOT_SUPPORTED', fix: expect.stringContaining('pool_mode') });
			await store.close();
		} finally {
			await statements.stop();
		}
	});

	it('of a conversation goes on when the pooler was away', async () => {
		const keys = createVaultKeys(Buffer.alloc(32, 7));
		const open = (address: string) => openVault({ conversationId: 'c', store: track(openVaultStore(address)), keys });
		const [vault, other] = [open(pooler.address), open(direct)];
		const { text } = await vault.mask('ana@example.com');
		expect(await other.restore(text)).toBe('ana@example.com');
		await pooler.stop();
		await expect(vault.restore(text)).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE', retryable: true });
		const port = new URL(pooler.address).port;
		pooler = await startPooler(direct, { connections, port: Number(port) });
		expect(await vault.restore(text)).toBe('ana@example.com');
	});
});
