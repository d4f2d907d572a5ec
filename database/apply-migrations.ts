import { Migrator, sql, type Kysely, type Migration } from 'kysely';
import { getErrorMessage, TroupeError, type TroupeErrorCode } from '../core/base/errors';

export interface Migrations {
	/** The table that records which migrations were applied. */
	table: string;
	/** The store's name in errors, such as `The memory store`. */
	what: string;
	/** Migrations by name, in the order in which they are applied. A released migration never changes. */
	all: Record<string, Migration>;
	/** Checked and corrected on every start. */
	afterwards?<Tables>(database: Kysely<Tables>): Promise<void>;
	/** The error for a database of a later version; default NOT_SUPPORTED. */
	later?: { code: TroupeErrorCode; fix: string };
}

/**
 * Migrates a database to the schema of this version, completely or not at all. If several processes start at the same time, one of them migrates.
 * @throws TroupeError for a database of a later version
 */
export async function applyMigrations<Tables>(database: Kysely<Tables>, migrations: Migrations): Promise<void> {
	const migrator = new Migrator({
		db: database,
		provider: { getMigrations: () => Promise.resolve(migrations.all) },
		migrationTableName: migrations.table,
		migrationLockTableName: `${migrations.table}_lock`,
	});
	await refuseLater(database, migrations);
	const { error } = await migrator.migrateToLatest();
	// A process of a later version migrated the database between the check and the lock.
	if (error) await refuseLater(database, migrations);
	if (error) throw error instanceof Error ? error : new Error(getErrorMessage(error));
	await migrations.afterwards?.(database);
}

async function refuseLater<Tables>(database: Kysely<Tables>, { table, what, all, later: refusal }: Migrations): Promise<void> {
	const tables = await database.introspection.getTables({ withInternalKyselyTables: true });
	if (!tables.some(({ name }) => name === table)) return;
	const { rows } = await sql<{ name: string }>`select name from ${sql.table(table)}`.execute(database);
	const names = Object.keys(all);
	const later = rows.map(({ name }) => name).filter((name) => !names.includes(name));
	if (later.length === 0) return;
	throw new TroupeError({
		code: refusal?.code ?? 'NOT_SUPPORTED',
		message: `${what} was created by a later version of Troupe: it has schema ${later.join(', ')}; this version supports up to ${names.at(-1)}.`,
		fix: refusal?.fix ?? 'Run the version of Troupe that created it, or a later one; or use another store.',
		details: { expected: names, actual: later },
	});
}

/**
 * On PostgreSQL, no query can read or write rows of another tenant, not even one of the tables' owner (FORCE).
 * A transaction that sets no tenant sees no rows: the setting is then null or empty and equals nothing.
 */
export async function secureRows(database: Kysely<unknown>, tables: readonly string[]): Promise<void> {
	for (const table of tables) {
		const mine = sql`tenant = current_setting('troupe.tenant', true)`;
		await sql`alter table ${sql.table(table)} enable row level security`.execute(database);
		await sql`alter table ${sql.table(table)} force row level security`.execute(database);
		await sql`create policy own_tenant on ${sql.table(table)} using (${mine}) with check (${mine})`.execute(database);
	}
}
