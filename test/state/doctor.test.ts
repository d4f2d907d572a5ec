/** `troupe doctor` on PostgreSQL as stores, operators and restores leave it. */
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import { databaseCheck } from '../../cli/doctor/checks/state/database';
import { redisCheck } from '../../cli/doctor/checks/state/redis';
import { clockCheck } from '../../cli/doctor/checks/network/clock';
import { createTestMachine, type TestMachine } from '../support/test-machine';
import { openTenantStore } from '../../providers/state/tenant-store';
import { openUsageStore } from '../../providers/state/usage/usage-store';
import { openViolationStore } from '../../providers/state/violations/violation-store';
import { onPostgres, postgresDatabases } from '../support/servers/databases';

onPostgres('The doctor', () => {
	let databases: Awaited<ReturnType<typeof postgresDatabases>>;
	let machine: TestMachine;
	let address: string;
	beforeAll(async () => {
		databases = await postgresDatabases();
	});
	afterAll(() => databases.remove());
	beforeEach(async () => {
		address = await databases.create();
		machine = createTestMachine({ TROUPE_DATABASE_URL: address, TROUPE_CHROMA_URL: 'http://127.0.0.1:8000' });
	});
	afterEach(() => machine.remove());

	const query = async (text: string, at = address) => {
		const client = new pg.Client({ connectionString: at });
		await client.connect();
		try {
			return (await client.query<Record<string, unknown>>(text)).rows;
		} finally {
			await client.end();
		}
	};
	const createStore = async () => {
		const store = openViolationStore(address);
		await store.last('default');
		await store.close();
	};
	const troubles = async () => (await machine.look(databaseCheck)).filter((line) => !line.startsWith('ok'));

	it('finds an empty database well, and creates nothing in it', async () => {
		expect(await machine.look(databaseCheck)).toEqual([
			expect.stringMatching(/^ok PostgreSQL \S+.* at 127\.0\.0\.1:\d+\/\w+ \(TROUPE_DATABASE_URL\) accepts the role \w+\.$/),
		]);
		expect(await query(`select nspname from pg_namespace where nspname like 'troupe%'`)).toEqual([]);
	});

	it('knows the schemas of stores; a later one fails', async () => {
		await createStore();
		expect(await machine.look(databaseCheck)).toContain(
			'ok Schemas that this version knows: troupe (audit), troupe (holds), troupe (violations)',
		);
		await query(`update troupe.schema_version set version = 99 where subject = 'violations'`);
		expect(await troubles()).toEqual([
			expect.stringMatching(/^fail A later version of Troupe wrote the schema troupe \(violations\) at .* \(99; this one knows \d+\)\.$/),
		]);
	});

	it('fails for a role that cannot create the schema that is missing', async () => {
		const superuser = databases.cluster.asSuperuser(address);
		await query(`alter database ${new URL(address).pathname.slice(1)} owner to troupe_super`, superuser);
		expect(await troubles()).toEqual([
			expect.stringMatching(/^fail The role is not allowed to create the schema troupe at .*, which does not exist yet\.$/),
			expect.stringMatching(/^fail The role is not allowed to create the tables of memory and knowledge in the schema public at /),
		]);
	});

	it('fails for an address of another kind of server', async () => {
		machine.environment.TROUPE_DATABASE_URL = 'mysql://a/b';
		await expect(troubles()).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: 'TROUPE_DATABASE_URL is not the address of a PostgreSQL.',
		});
	});

	it('a new ledger is well: its counters belong to all tenants', async () => {
		const store = openUsageStore(address);
		await store.balances([], Date.now());
		await store.close();
		expect(await troubles()).toEqual([]);
	});

	it('a table whose row-level security was lost, as by a restore, fails', async () => {
		await createStore();
		await query('alter table troupe.violation no force row level security');
		expect(await troubles()).toEqual([expect.stringMatching(/^fail Row-level security is off for troupe\.violation at /)]);
	});

	it('a superuser is reported; a wrong role and a wrong database fail', async () => {
		machine.environment.TROUPE_DATABASE_URL = databases.cluster.asSuperuser(address);
		expect(await troubles()).toEqual([expect.stringMatching(/^warn The role troupe_super bypasses row-level security/)]);
		machine.environment.TROUPE_DATABASE_URL = address.replace(/\w+@/, 'nobody@');
		expect(await troubles()).toEqual([expect.stringMatching(/^fail The PostgreSQL .* refuses the login: /)]);
		machine.environment.TROUPE_DATABASE_URL = `${address}_missing`;
		expect(await troubles()).toEqual([expect.stringMatching(/^fail The PostgreSQL .* refuses the login: /)]);
	});

	it('a role without rights to the schema, and a database that accepts no changes, fail', async () => {
		await createStore();
		const superuser = databases.cluster.asSuperuser(address);
		const database = new URL(address).pathname.slice(1);
		await query(`alter database ${database} set default_transaction_read_only = on`, superuser);
		expect(await troubles()).toEqual([expect.stringMatching(/^fail .* accepts no changes: default_transaction_read_only is on/)]);
		await query(`begin read write; alter database ${database} reset default_transaction_read_only; commit`, superuser);
		await query('alter schema troupe owner to troupe_super', superuser);
		expect(await troubles()).toContainEqual(expect.stringMatching(/^fail The PostgreSQL .* denies the necessary permissions: /));
	});

	it('requests are counted together without Redis', async () => {
		expect(await machine.look(redisCheck)).toEqual([
			expect.stringMatching(/^skip\w* TROUPE_REDIS_URL is not set: .* together in PostgreSQL/),
		]);
	});

	it('a missing pgvector is reported where vectors are stored', async () => {
		delete machine.environment.TROUPE_CHROMA_URL;
		const [vector] = await query(`select from pg_available_extensions where name = 'vector'`);
		const expected = vector ? /^ok pgvector is available/ : /^warn .* has no pgvector, which knowledge needs there\.$/;
		expect(await machine.look(databaseCheck)).toContainEqual(expect.stringMatching(expected));
	});

	it('a pooler is found by the process that it invents', async () => {
		const pooler = await startPooler(address);
		machine.environment.TROUPE_DATABASE_URL = address.replace(/:\d+\//, `:${(pooler.address() as AddressInfo).port}/`);
		expect(await troubles()).toEqual([]);
		expect(await machine.look(databaseCheck)).toContainEqual(expect.stringMatching(/^ok A pooler is between this machine and /));
		pooler.close();
	});

	it('a policy that a tenant requires and this machine does not have fails', async () => {
		const store = openTenantStore(address);
		const set = (policies: string[]) => store.set({ name: 'acme', rules: { policies }, changedAt: 1, changedBy: 'ada' });
		await set(['strict', 'no-links@^1.2']);
		expect(await troubles()).toEqual([
			expect.stringMatching(/^fail The tenant "acme" requires the guardrail policy "strict", .* not found\. Looked for strict\.json in: /),
			expect.stringMatching(/^fail The tenant "acme" requires the guardrail policy "no-links@\^1\.2", .* no registry is configured\.$/),
		]);
		mkdirSync(machine.at('policies'), { recursive: true });
		writeFileSync(machine.at('policies', 'strict.json'), JSON.stringify({ id: 'strict', checks: [{ check: 'secrets', action: 'block' }] }));
		await set(['strict']);
		expect(await troubles()).toEqual([]);
		await store.close();
	});

	it('its clock is compared', async () => {
		expect(await machine.look(clockCheck)).toEqual([
			expect.stringMatching(/^ok This machine's clock is 0 s (ahead of|behind) that of PostgreSQL\.$/),
		]);
	});
});

/** Passes everything on, but names another process at login, as PgBouncer does. The message is `K`, length 12, process, secret. */
async function startPooler(address: string): Promise<Server> {
	const { hostname, port } = new URL(address);
	const server = createServer((client) => {
		const upstream = connect(Number(port), hostname);
		client.pipe(upstream);
		upstream.on('data', (bytes: Buffer) => {
			const at = bytes.indexOf(Buffer.from([0x4b, 0, 0, 0, 12]));
			if (at !== -1) bytes.writeInt32BE(1_234_567, at + 5);
			client.write(bytes);
		});
		for (const socket of [client, upstream]) socket.on('error', () => undefined).on('close', () => (client.destroy(), upstream.destroy()));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return server;
}
