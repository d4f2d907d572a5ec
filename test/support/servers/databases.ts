import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createCluster, findPostgres, type PostgresCluster } from './postgres-cluster';

/** Where a suite gets its databases from. */
export interface Databases {
	name: string;
	/** A new, empty one. */
	create(): Promise<string>;
	/** An empty one, which can be the one before without its rows: a new database takes PostgreSQL a quarter of a second. */
	empty(before?: string): Promise<string>;
	remove(): Promise<void>;
}

const sqliteDatabases = (): Promise<Databases> => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-registry-'));
	let count = 0;
	const create = () => Promise.resolve(join(folder, `${++count}.db`));
	return Promise.resolve({
		name: 'SQLite',
		create,
		empty: create,
		remove: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
	});
};

export const postgresDatabases = async (): Promise<Databases & { cluster: PostgresCluster }> => {
	const cluster = await createCluster();
	const create = () => cluster.createDatabase();
	return {
		...{ name: 'PostgreSQL', cluster, create, remove: () => cluster.remove() },
		empty: async (before) => {
			if (before === undefined) return create();
			await deleteRows(cluster.asSuperuser(before));
			return before;
		},
	};
};

/** @param place as the superuser, whom no policy hides a row from */
async function deleteRows(place: string): Promise<void> {
	const client = new pg.Client({ connectionString: place });
	await client.connect();
	await client.query(`do $$ declare one record; begin
		for one in select schemaname, tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema') and tablename <> 'schema_version'
		loop execute format('delete from %I.%I', one.schemaname, one.tablename); end loop; end $$`);
	await client.end();
}

export const hasPostgres = findPostgres() !== undefined;
const missing = 'PostgreSQL (skipped: there is none on this machine; install the package postgresql)';

/** A suite on PostgreSQL; where there is none, its title says so. */
export const onPostgres = (what: string, suite: () => void): void =>
	hasPostgres ? describe(`${what} on PostgreSQL`, suite) : describe.skip(`${what} on ${missing}`, suite);

/** The same suite on each database, or with TROUPE_DATABASES=PostgreSQL on that one. */
export function onBoth(what: string, suite: (open: () => Promise<Databases>) => void): void {
	if (process.env['TROUPE_DATABASES'] !== 'PostgreSQL') describe(`${what} on SQLite`, () => suite(sqliteDatabases));
	onPostgres(what, () => suite(postgresDatabases));
}
