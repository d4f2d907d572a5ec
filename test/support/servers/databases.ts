import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCluster, findPostgres, type PostgresCluster } from './postgres-cluster';

/** Where a suite gets its databases from. */
export interface Databases {
	name: string;
	/** A new, empty one. */
	create(): Promise<string>;
	remove(): Promise<void>;
}

const sqliteDatabases = (): Promise<Databases> => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-registry-'));
	let count = 0;
	return Promise.resolve({
		name: 'SQLite',
		create: () => Promise.resolve(join(folder, `${++count}.db`)),
		remove: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
	});
};

export const postgresDatabases = async (): Promise<Databases & { cluster: PostgresCluster }> => {
	const cluster = await createCluster();
	return { name: 'PostgreSQL', cluster, create: () => cluster.createDatabase(), remove: () => cluster.remove() };
};

export const hasPostgres = findPostgres() !== undefined;
const missing = 'PostgreSQL (skipped: there is none on this machine; install the package postgresql)';

/** A suite on PostgreSQL; where there is none, its title says so. */
export const onPostgres = (what: string, suite: () => void): void =>
	hasPostgres ? describe(`${what} on PostgreSQL`, suite) : describe.skip(`${what} on ${missing}`, suite);

/** The same suite on each database. */
export function onBoth(what: string, suite: (open: () => Promise<Databases>) => void): void {
	describe(`${what} on SQLite`, () => suite(sqliteDatabases));
	onPostgres(what, () => suite(postgresDatabases));
}
