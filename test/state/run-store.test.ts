import pg from 'pg';
import { forgetInState } from '../../providers/state/forget-person';
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
