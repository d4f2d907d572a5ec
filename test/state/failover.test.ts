import pg from 'pg';
import { databaseCheck } from '../../cli/doctor/checks/state/database';
import { whenReachable } from '../../core/base/async/when-reachable';
import { isTroupeError } from '../../core/base/errors';
import { holdInPostgres } from '../../providers/database/postgres/hold-postgres';
import { openStateDatabase, type StateDatabase, type StateSchema } from '../../providers/database/state-database';
import { listenForChanges } from '../../manifests/registry/store/postgres-listener';
import { onPostgres, postgresDatabases } from '../support/servers/databases';
import type { PostgresServer } from '../support/servers/postgres-server';
import { createStandby, promote } from '../support/servers/postgres-standby';
import { openTenantStores, type StoreOfTenants } from '../support/tenants/stores';
import { waitUntil } from '../support/wait-until';

const schema: StateSchema = {
	name: 'notes',
	what: 'The notes',
	version: 1,
	tables: { note: { kept: 'setting', nothing: 'id' } },
	schema: 'CREATE TABLE IF NOT EXISTS note (tenant TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (tenant, id)) STRICT, WITHOUT ROWID;',
};
const add = (database: StateDatabase, id: number) =>
	database.change('a', (connection) => connection.run('INSERT INTO note (tenant, id) VALUES (?, ?)', 'a', id));
const list = (database: StateDatabase) =>
	database.read('a', async (connection) => (await connection.all<{ id: number }>('SELECT id FROM note')).map(({ id }) => id));

/** What the doctor says of an address. */
async function look(address: string) {
	const machine = { environment: { TROUPE_DATABASE_URL: address }, home: '', packageFolder: '', nowMs: 0 };
	const findings = await databaseCheck.look(machine, new AbortController().signal);
	return findings.map(({ state, text }) => ({ state, text }));
}

async function notify(address: string): Promise<void> {
	const client = new pg.Client({ connectionString: address });
	await client.connect();
	try {
		await client.query(`select pg_notify('troupe_registry', 'acme')`);
	} finally {
		await client.end();
	}
}

onPostgres('the state of a primary and its standby', () => {
	let databases: Awaited<ReturnType<typeof postgresDatabases>>;
	let primary: PostgresServer;
	let standby: PostgresServer;
	let address: string;
	const opened: Array<{ close(): Promise<unknown> }> = [];
	const track = <Store extends { close(): Promise<unknown> }>(store: Store): Store => {
		opened.push(store);
		return store;
	};
	const hosts = (...servers: PostgresServer[]) => address.replace(/@[^/]*/, `:hunter2@${servers.map(hostOf).join(',')}`);
	const hostOf = ({ place }: PostgresServer) => `127.0.0.1:${place.port}`;

	beforeEach(async () => {
		databases = await postgresDatabases();
		address = await databases.create();
		primary = databases.cluster.server;
		standby = await createStandby(databases.cluster);
	});
	afterEach(async () => {
		for (const store of opened.splice(0)) await store.close();
		await standby.stop('immediate');
		await databases.remove();
	});

	it('goes on at the standby that is promoted, with all that was answered for', async () => {
		const both = `${hosts(primary, standby)}?target_session_attrs=read-write`;
		const database = track(openStateDatabase(both, schema));
		const stores = (await openTenantStores(both)).map<StoreOfTenants>(track);
		for (const store of stores) await store.put('acme', 0);
		const before = await Promise.all(stores.map(async (store) => JSON.stringify(await store.ask('acme', 0))));
		let heard = 0;
		const stopListening = listenForChanges(both, (tenant) => (heard += tenant === undefined ? 0 : 1));
		const end = await holdInPostgres(both, 'troupe test', 'shadow');

		const answered = new Set<number>();
		const faults: unknown[] = [];
		let isPromoted = false;
		let next = 0;
		const write = async () => {
			for (let afterwards = 0; afterwards < 20;) {
				const id = next++;
				const sent = isPromoted;
				try {
					await add(database, id);
					answered.add(id);
					if (sent) afterwards += 1;
				} catch (fault) {
					faults.push(fault);
					await new Promise((resolve) => setTimeout(resolve, 20));
				}
			}
		};
		const writers = Array.from({ length: 6 }, write);
		await waitUntil('some writes', () => answered.size > 100);
		await primary.stop('killed');
		await waitUntil('the writers to notice', () => faults.length > 6);
		await promote(standby);
		isPromoted = true;
		await Promise.all(writers);

		for (const fault of faults) {
			expect(fault).toMatchObject({ retryable: true, code: expect.stringMatching(/^STORAGE_(UNREACHABLE|READ_ONLY)$/) });
			expect(isTroupeError(fault) && `${fault.message} ${fault.fix}`).not.toContain('hunter2');
		}
		expect((await list(database)).filter((id) => answered.has(id)).length).toBe(answered.size);
		for (const [index, store] of stores.entries()) expect(JSON.stringify(await store.ask('acme', 0))).toBe(before[index]);
		for (const store of stores) await store.put('globex', 1);

		// The lock was the old primary's: it is free, and its holder has lost it.
		await (await holdInPostgres(both, 'troupe test', 'shadow'))!();
		await end!();
		await waitUntil('the listener to hear the new primary', async () => {
			await notify(hosts(standby));
			return heard > 0;
		});
		await stopListening();
	}, 120_000);

	it('is changed at the primary in whatever order the servers are named; without it, the error says why of each', async () => {
		const database = track(openStateDatabase(hosts(standby, primary), schema));
		await add(database, 1);
		expect(await list(database)).toEqual([1]);
		expect(await look(hosts(standby, primary))).toContainEqual({ state: 'ok', text: `${hostOf(standby)} is a standby.` });

		await primary.stop('immediate');
		const fault = await list(track(openStateDatabase(hosts(primary, standby), schema))).catch((thrown: unknown) => thrown);
		expect(fault).toMatchObject({ code: 'STORAGE_UNREACHABLE', retryable: true });
		expect((fault as Error).message).toMatch(new RegExp(`${hostOf(primary)}: .*connect ECONNREFUSED.*; ${hostOf(standby)}: is a standby`));
		expect((fault as Error).message).not.toContain('hunter2');

		// Nobody fenced the old primary: it comes back beside the new one.
		await promote(standby);
		expect(await look(hosts(primary, standby))).toContainEqual({
			state: 'warn',
			text: expect.stringContaining(`${hostOf(primary)} does not answer`),
		});
		await primary.start();
		const text = `${hostOf(primary)} and ${hostOf(standby)} accept changes at the same time`;
		expect(await look(hosts(primary, standby))).toContainEqual({ state: 'fail', text: expect.stringContaining(text) });
	});

	it('is refused by a standby alone, with the way out', async () => {
		await add(track(openStateDatabase(hosts(primary), schema)), 1);
		await waitUntil('the standby to have it', async () => {
			const [row] = await standby.query<{ behind: boolean }>('select pg_last_wal_receive_lsn() <> pg_last_wal_replay_lsn() as behind');
			return row!.behind === false;
		});
		const alone = track(openStateDatabase(hosts(standby), schema));
		await expect(add(alone, 2)).rejects.toMatchObject({ code: 'STORAGE_READ_ONLY', fix: expect.stringContaining('one:5432,two:5432') });
		const asked = track(openStateDatabase(`${hosts(standby)}?target_session_attrs=primary`, schema));
		await expect(add(asked, 2)).rejects.toMatchObject({ code: 'STORAGE_READ_ONLY', message: expect.stringContaining('is a standby') });
		const waiting = whenReachable(() => add(alone, 4));
		await promote(standby);
		await add(alone, 2);
		await add(asked, 3);
		await waiting;
		expect(await list(asked)).toEqual([1, 2, 3, 4]);
	});
});
