import { Migrator, sql, type Kysely, type Migration } from 'kysely';
import { messageOf, TroupeError, type TroupeErrorCode } from '../core/base/errors';

export interface Migrations {
	/** Of the table that says which were applied. */
	table: string;
	/** For errors: `The store of memory`. */
	what: string;
	/** By name, in the order in which they are applied; one that was released is never changed. */
	all: Record<string, Migration>;
	/** What is looked at, and put right, each time. */
	afterwards?<Tables>(database: Kysely<Tables>): Promise<void>;
	/** How a database of a later version is refused; default NOT_SUPPORTED. */
	later?: { code: TroupeErrorCode; fix: string };
}

/**
 * Brings a database to the schema of this version: whole or not at all, and by one process where several start at once.
 * @param upTo the last migration that is applied; default all
 * @throws TroupeError for a database of a later version
 */
export async function applyMigrations<Tables>(database: Kysely<Tables>, migrations: Migrations, upTo?: string): Promise<void> {
	const migrator = new Migrator({
		db: database,
		provider: { getMigrations: () => Promise.resolve(migrations.all) },
		migrationTableName: migrations.table,
		migrationLockTableName: `${migrations.table}_lock`,
	});
	await refuseLater(database, migrations);
	const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo));
	// Another process of a later version was faster, between the look and the lock.
	if (error) await refuseLater(database, migrations);
	if (error) throw error instanceof Error ? error : new Error(messageOf(error));
	await migrations.afterwards?.(database);
}

async function refuseLater<Tables>(database: Kysely<Tables>, { table, what, all, later: refusal }: Migrations): Promise<void> {
	const tables = await database.introspection.getTables({ withInternalKyselyTables: true });
	if (!tables.some(({ name }) => name === table)) return;
	const { rows } = await sql<{ name: string }>`select name from ${sql.table(table)}`.execute(database);
	const known = Object.keys(all);
	const later = rows.map(({ name }) => name).filter((name) => !known.includes(name));
	if (later.length === 0) return;
	throw new TroupeError({
		code: refusal?.code ?? 'NOT_SUPPORTED',
		message: `${what} was created by a later version of Troupe: it has schema ${later.join(', ')}; this version supports up to ${known.at(-1)}.`,
		fix: refusal?.fix ?? 'Run the version of Troupe that created it, or a later one; or use another store.',
		details: { expected: known, actual: later },
	});
}

/**
 * On PostgreSQL: rows of another tenant are neither seen nor written, whatever a query says; also not by the tables' owner (FORCE).
 * A transaction that names no tenant sees none: the setting is then null or empty, and equal to nothing.
 */
export async function secureRows(database: Kysely<unknown>, tables: readonly string[]): Promise<void> {
	for (const table of tables) {
		const mine = sql`tenant = current_setting('troupe.tenant', true)`;
		await sql`alter table ${sql.table(table)} enable row level security`.execute(database);
		await sql`alter table ${sql.table(table)} force row level security`.execute(database);
		await sql`create policy own_tenant on ${sql.table(table)} using (${mine}) with check (${mine})`.execute(database);
	}
}
