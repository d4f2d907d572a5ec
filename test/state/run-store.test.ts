import pg from 'pg';
import { forgetInState } from '../../providers/state/forget-person';
import { openStateDatabase, type Value } from '../../providers/database/state-database';
import { countRuns } from '../../providers/state/runs/count-runs';
import { listRuns } from '../../providers/state/runs/list-runs';
import { runSchema } from '../../providers/state/runs/run-schema';
import { openRunStore, type StoredRuns } from '../../providers/state/runs/run-store';
import { testStoredRuns } from '../../providers/state/runs/run-store.contract';
import { pseudonym, seal } from '../../providers/state/runs/tested-stored-runs.contract';
import { onPostgres, postgresDatabases } from '../support/servers/databases';

onPostgres('a store of runs', () => {
	let server: Awaited<ReturnType<typeof postgresDatabases>>;
	let place: string;
	let opened: StoredRuns[];
	beforeAll(async () => {
		server = await postgresDatabases();
	});
	beforeEach(async () => {
		place = await server.create();
		opened = [];
	});
	afterEach(async () => {
		for (const store of opened) await store.close();
	});
	afterAll(() => server.remove());

	/** Its clock is wrong by a year: the server's counts. */
	const open = (tenant = 'default') => {
		const store = openRunStore(place, { tenant, clock: { now: () => Date.now() - 365 * 86_400_000 }, pseudonym, seal });
		opened.push(store);
		return store;
	};
	const ask = async (statement: string) => {
		const client = new pg.Client({ connectionString: server.cluster.asSuperuser(place) });
		await client.connect();
		try {
			return await client.query(`set search_path = troupe; ${statement}`);
		} finally {
			await client.end();
		}
	};

	test('reads only the runs of a page, and those that it counts, where many failed', async () => {
		await open().list(1);
		await ask(`insert into run (tenant, id, leased_until, entries, mark, touched_at, started_at, state, agent)
				select 'default', 'r' || n, 0, 0, repeat('m', 200), n, n, case when n % 10 = 0 then 'failed' else 'completed' end, 'clerk'
				from generate_series(1, 200000) n;
			analyze run`);
		const scans = new Set<string>();
		const database = openStateDatabase(place, [runSchema]);
		await database.read('default', async (connection) => {
			const explain = async (sql: string, ...values: Value[]) => {
				const plan = await connection.all<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, ...values);
				for (const { 'QUERY PLAN': step } of plan)
					for (const [scan] of step.matchAll(/(?:Bitmap Heap|Seq|Index) Scan .*\brun\b(?= )/g)) scans.add(scan.split(' on ')[0]!);
				return [];
			};
			const explained = { ...connection, all: explain };
			const asked = { tenant: 'default', now: Date.now() };
			for (const state of ['failed', 'cancelled'] as const)
				for (const filter of [{}, { agent: 'clerk' }, { agents: ['clerk'] }])
					await listRuns(explained, { ...asked, limit: 50, filter: { ...filter, state, from: 1 } });
			await countRuns(explained, { ...asked, from: 1 });
		});
		await database.close();
		const byIndex = (name: string) => `Index Scan Backward using ${name}`;
		expect([...scans].sort()).toEqual([byIndex('run_by_start'), byIndex('run_by_state')]);
	});

	testStoredRuns(() => ({
		...{ store: open(), openFor: open, now: () => Date.now() },
		// The server's clock cannot be set: what it has written is made older.
		async pass(milliseconds) {
			await ask(`update run set leased_until = leased_until - ${milliseconds}, touched_at = touched_at - ${milliseconds},
					ends_by = ends_by - ${milliseconds}, started_at = started_at - ${milliseconds};
				update run_term set at = at - ${milliseconds};
				update claim set at = at - ${milliseconds};
				update suspended set since = since - ${milliseconds}, decide_by = decide_by - ${milliseconds}, expires_at = expires_at - ${milliseconds}`);
		},
		forget: async (pseudonyms) =>
			(await forgetInState(place, { tenant: 'default', pseudonyms, pseudonym: () => '', now: Date.now() })).runs!,
		write: ask,
		async readAll() {
			const tables = ['run', 'run_entry', 'run_term', 'run_key', 'ended_trail', 'claim', 'suspended', 'notice'];
			return JSON.stringify(await Promise.all(tables.map(async (table) => ask(`select t::text from ${table} t`))));
		},
	}));
});
