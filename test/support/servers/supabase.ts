import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSupabaseDatabase, runSql } from '../../fakes/supabase/supabase-database';
import { startSupabaseServer, type SupabaseServer } from '../../fakes/supabase/supabase-server';
import { createCluster, type PortablePostgres } from './postgres-cluster';

const migrationsFolder = join(__dirname, '../../../examples/sdr/supabase/migrations');

/** The migrations of the example, in their order. */
export const leadMigrations = globSync('*.sql', { cwd: migrationsFolder }).sort();

/** A project of Supabase with the tables of leads. */
export interface SupabaseProject {
	server: SupabaseServer;
	/** Runs a statement as the owner of the tables. */
	sql<Row extends object>(text: string): Promise<Row[]>;
	/** A database that has no tables yet. @returns the address of its owner */
	createEmpty(): Promise<string>;
	close(): Promise<void>;
}

/** Starts a PostgreSQL, applies the migrations, and opens the REST API in front of it. @param settings `port` of the API, default: a free one; `portable` in place of the machine's PostgreSQL */
export async function openSupabaseProject({
	port,
	portable,
}: { port?: number; portable?: PortablePostgres } = {}): Promise<SupabaseProject> {
	const cluster = await createCluster(portable);
	const create = async () => {
		const owner = await cluster.createDatabase();
		return createSupabaseDatabase(cluster.asSuperuser(owner), owner);
	};
	const { authenticator, owner } = await create();
	await applyMigrations(owner);
	const server = await startSupabaseServer(authenticator, port);
	return {
		server,
		sql: (text) => runSql(owner, text),
		createEmpty: async () => (await create()).owner,
		close: async () => {
			await server.close();
			await cluster.remove();
		},
	};
}

export async function applyMigrations(owner: string): Promise<void> {
	await runSql(owner, ...leadMigrations.map((file) => readFileSync(join(migrationsFolder, file), 'utf8')));
}
