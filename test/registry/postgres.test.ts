import pg from 'pg';
import { ada, bob, gatherPeople, type RegistryPeople } from '../support/registry/registry-people';
import type { Registry } from '../../manifests/registry/registry';
import type { RegistryEvent } from '../../manifests/registry/registry-api';
import { tenantTables } from '../../manifests/registry/store/migrations';
import { within } from '../support/wait-until';
import { onPostgres, postgresDatabases } from '../support/servers/databases';
import { openRegistry } from '../../manifests/registry/open-registry';

type Postgres = Awaited<ReturnType<typeof postgresDatabases>>;

onPostgres('tenants of the registry', () => {
	let databases: Postgres;
	let people: RegistryPeople;
	let database: string;
	let registry: Registry;
	const clients: pg.Client[] = [];
	const connect = async (address: string) => {
		const client = new pg.Client({ connectionString: address });
		await client.connect();
		clients.push(client);
		return client;
	};
	const open = (address: string) => openRegistry({ database: address, root: people.root, keys: people.signers });
	const fill = async (one: Registry, tenant: string) => {
		const tone = people.prompt('tone', '1.0.0');
		await one.publish({ ...ada, tenant }, { token: tone.token });
		await one.approve({ ...bob, tenant }, tone.sha256, { token: people.approval(tone) });
		await one.setPolicy({ ...ada, tenant }, { graceSeconds: 60 });
		return tone.sha256;
	};

	beforeAll(async () => {
		databases = await postgresDatabases();
		people = await gatherPeople();
	});
	afterAll(() => databases.remove());
	beforeEach(async () => {
		database = await databases.create();
		registry = await open(database);
	});
	afterEach(async () => {
		await Promise.all(clients.splice(0).map((client) => client.end()));
		await registry.close();
	});

	it('every table with a tenant is secured by row, also against its owner', async () => {
		const client = await connect(database);
		const { rows } = await client.query<{ relname: string; secured: boolean }>(
			`select c.relname, c.relrowsecurity and c.relforcerowsecurity as secured from pg_class c
			 join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant' and c.relkind = 'r' where c.relnamespace = 'public'::regnamespace`,
		);
		expect(rows.filter(({ secured }) => !secured)).toEqual([]);
		expect(rows.map(({ relname }) => relname).sort()).toEqual([...tenantTables].sort());
	});

	it('a query without a tenant sees nothing, and one of another tenant neither reads nor writes, also by SQL as the role of the application', async () => {
		const sha256 = await fill(registry, 'acme');
		const client = await connect(database);
		for (const table of tenantTables) expect((await client.query(`select * from ${table}`)).rows).toEqual([]);

		await client.query("select set_config('troupe.tenant', 'globex', false)");
		for (const table of tenantTables) expect((await client.query(`select * from ${table} where tenant = 'acme'`)).rows).toEqual([]);
		expect((await client.query("update manifests set state = 'revoked'")).rowCount).toBe(0);
		expect((await client.query('delete from audit_outbox')).rowCount).toBe(0);
		await expect(client.query("insert into file_lists values ('acme', 'x', '{}')")).rejects.toMatchObject({ code: '42501' });
		await client.query("insert into file_lists values ('globex', 'x', '{}')");
		await expect(client.query("update file_lists set tenant = 'acme'")).rejects.toMatchObject({ code: '42501' });

		await client.query("select set_config('troupe.tenant', 'acme', false)");
		expect((await client.query('select sha256, state from manifests')).rows).toEqual([{ sha256, state: 'approved' }]);
	});

	it('they stay apart where the database is reached as a superuser, whom policies do not hold', async () => {
		const asSuperuser = await open(databases.cluster.asSuperuser(await databases.create()));
		const sha256 = await fill(asSuperuser, 'acme');
		await expect(asSuperuser.manifest({ ...ada, tenant: 'globex' }, sha256)).rejects.toMatchObject({ code: 'MANIFEST_NOT_FOUND' });
		expect((await asSuperuser.list({ ...ada, tenant: 'globex' }, {})).items).toEqual([]);
		await asSuperuser.close();
	});

	it('the database goes away and comes back: a clear error that may be tried again, nothing lost, and the next request is answered', async () => {
		const sha256 = await fill(registry, 'acme');
		const caller = { ...bob, tenant: 'acme' };
		const aborted = new AbortController();
		const events = registry.events(caller, 0, aborted.signal)[Symbol.asyncIterator]();
		expect((await events.next()).value).toMatchObject({ id: 1, type: 'manifest.published' });
		await databases.cluster.stop('immediate');
		for (const call of [() => registry.revoke(caller, sha256, {}), () => registry.manifest(caller, sha256), () => registry.ready()])
			await expect(call()).rejects.toMatchObject({ code: 'REGISTRY_NOT_READY', retryable: true });
		await databases.cluster.start();
		expect(await registry.manifest(caller, sha256)).toMatchObject({ state: 'approved' });
		expect(await registry.revoke(caller, sha256, { reason: 'leaked' })).toMatchObject({ state: 'revoked' });
		const heard: RegistryEvent[] = [];
		const next = () => within('the revocation', events.next(), { seen: () => heard });
		while (heard.at(-1)?.type !== 'manifest.revoked') heard.push((await next()).value as RegistryEvent);
		expect(heard.map(({ id }) => id)).toEqual(heard.map((_, index) => index + 2));
		aborted.abort();
		await events.return?.(undefined);
	});

	it('a connection that is cut in the middle of changes costs these, and no more', async () => {
		const tones = Array.from({ length: 20 }, (_, index) => people.prompt(`tone-${index}`, '1.0.0'));
		const root = await connect(databases.cluster.asSuperuser(database));
		const publishing = Promise.allSettled(tones.map(({ token }) => registry.publish(ada, { token })));
		await root.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'troupe'");
		const failed = (await publishing).filter((outcome) => outcome.status === 'rejected');
		for (const { reason } of failed) expect(reason).toMatchObject({ code: 'REGISTRY_NOT_READY', retryable: true });
		await Promise.all(tones.map(({ token }) => registry.publish(ada, { token })));
		expect((await registry.list(ada, { limit: 100 })).items).toHaveLength(20);
	});
});
