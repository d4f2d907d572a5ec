import { PostgresAdapter, sql, type Kysely, type Migration, type Transaction } from 'kysely';
import { TroupeError, type TroupeErrorCode } from '../../core/base/errors';
import { everyTenant } from '../../core/base/tenant';
import { takePreparationTurn } from './postgres/preparation-turn';

export interface Migrations {
	table: string;
	what: string;
	all: Record<string, Migration>;
	/** Checked and corrected on every start. */
	afterwards?<Tables>(database: Kysely<Tables>): Promise<void>;
	/** Error for a database of a later version; default NOT_SUPPORTED. */
	later?: { code: TroupeErrorCode; fix: string };
}

/**
 * Migrates a database completely or not at all. Of several processes, one migrates: in one transaction, which a pooler keeps on one connection
 * (Kysely's migrator locks a session). @throws TroupeError for a database of a later version
 */
export async function applyMigrations<Tables>(database: Kysely<Tables>, migrations: Migrations): Promise<void> {
	await database.transaction().execute(async (connection) => {
		// In SQLite, the transaction already is the only writer.
		if (database.getExecutor().adapter instanceof PostgresAdapter) await sql.raw(takePreparationTurn).execute(connection);
		const applied = await readApplied(connection, migrations.table);
		refuseLater(migrations, applied);
		for (const [name, migration] of Object.entries(migrations.all)) {
			if (applied.includes(name)) continue;
			await migration.up(connection);
			await sql`insert into ${sql.table(migrations.table)} values (${name}, ${new Date().toISOString()})`.execute(connection);
		}
	});
	await migrations.afterwards?.(database);
}

/** The table of Kysely's migrator. */
async function readApplied<Tables>(connection: Transaction<Tables>, table: string): Promise<string[]> {
	const tables = await connection.introspection.getTables({ withInternalKyselyTables: true });
	if (tables.some(({ name }) => name === table))
		return (await sql<{ name: string }>`select name from ${sql.table(table)}`.execute(connection)).rows.map(({ name }) => name);
	await sql`create table ${sql.table(table)} (name varchar(255) not null primary key, timestamp varchar(255) not null)`.execute(connection);
	return [];
}

function refuseLater({ what, all, later: refusal }: Migrations, applied: string[]): void {
	const names = Object.keys(all);
	const later = applied.filter((name) => !names.includes(name));
	if (later.length === 0) return;
	throw new TroupeError({
		code: refusal?.code ?? 'NOT_SUPPORTED',
		message: `${what} was created by a later version of Troupe: it has schema ${later.join(', ')}; this version supports up to ${names.at(-1)}.`,
		fix: refusal?.fix ?? 'Run the version of Troupe that created it, or a later one; or use another store.',
		details: { expected: names, actual: later },
	});
}

/**
 * On PostgreSQL, no query accesses rows of another tenant, not even the owner's (FORCE). Without a tenant, the setting is null or empty and no row is
 * visible.
 */
export async function secureRows(database: Kysely<unknown>, tables: readonly string[]): Promise<void> {
	for (const table of tables) {
		const mine = sql`tenant = current_setting('troupe.tenant', true)`;
		await sql`alter table ${sql.table(table)} enable row level security`.execute(database);
		await sql`alter table ${sql.table(table)} force row level security`.execute(database);
		await sql`create policy own_tenant on ${sql.table(table)} using (${mine}) with check (${mine})`.execute(database);
	}
}

/** A transaction for every tenant sees all rows, as in the state. */
export async function showEveryTenant(database: Kysely<unknown>, tables: readonly string[]): Promise<void> {
	const all = sql`current_setting('troupe.tenant', true) = ${sql.lit(everyTenant)}`;
	for (const table of tables)
		await sql`create policy every_tenant on ${sql.table(table)} using (${all}) with check (${all})`.execute(database);
}
