import { Kysely, sql, type Transaction } from 'kysely';
import { applyMigrations, type Migrations } from './apply-migrations';
import { openSqlite } from './sqlite/open-sqlite';
import { OwnTenant } from './own-tenant';
import { faultReason } from './fault-reason';
import { writePlanStatistics } from './sqlite/plan-statistics';
import { retryWhileBusy } from './sqlite/retry-while-busy';
import { newerSchema } from './storage-fault';
import { NodeSqliteDialect } from './sqlite/sqlite-dialect';
import { guarded, type TenantDatabase, type TenantSchema } from './tenant-database';

interface TenantFile<Tables> extends TenantDatabase<Tables> {
	change<Result>(tenant: string, work: (connection: Transaction<Tables>) => Promise<Result>): Promise<Result>;
	/** @returns false while another process reads it, or if the disk is full */
	emptyJournal(): Promise<boolean>;
	bytes(): number;
	/** Rises after changes by other processes or openers. */
	changesOfOthers(): number;
}

/**
 * Opens a SQLite file with one writing and one reading connection. Removed data is overwritten.
 * @param instead the alternative to SQLite, for the fix @param reading further settings of the reading connection
 * @throws TroupeError INPUT_INVALID, DEPENDENCY_MISSING, NOT_SUPPORTED for a file of a later version; and as the schema's `fault`
 */
export async function openTenantFile<Tables>(
	file: string,
	schema: TenantSchema,
	instead: string,
	reading = '',
): Promise<TenantFile<Tables>> {
	return guarded(schema.fault, async () => {
		const writes = await openSqlite(file, instead);
		writes.exec('PRAGMA secure_delete = ON');
		const writer = new Kysely<Tables>({ dialect: new NodeSqliteDialect(writes) });
		try {
			const isNew = await retryWhileBusy(() => migrate(writer, file, schema.migrations('sqlite')));
			if (isNew && schema.plansByIndexes) await retryWhileBusy(() => Promise.resolve(writePlanStatistics(writes)));
			const reads = await openSqlite(file, instead);
			reads.exec(`PRAGMA query_only = ON; ${reading}`);
			const reader = new Kysely<Tables>({ dialect: new NodeSqliteDialect(reads, 'deferred') });
			const within =
				(database: Kysely<Tables>): TenantFile<Tables>['change'] =>
				(tenant, work) =>
					guarded(schema.fault, () =>
						database.transaction().execute((connection) => work(connection.withPlugin(new OwnTenant(tenant, schema.tables)))),
					);
			const size = writes.prepare('select page_count * page_size as bytes from pragma_page_count, pragma_page_size');
			const version = writes.prepare('pragma data_version');
			return {
				read: within(reader),
				change: within(writer),
				// Waits for the writer's turn: inside another change it would be refused.
				emptyJournal: () =>
					guarded(schema.fault, async () => {
						try {
							const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(writer);
							return rows[0]?.busy === 0;
						} catch (cause) {
							// The change is committed; a full disk only keeps it in the journal.
							if (faultReason(cause)?.kind === 'full') return false;
							throw cause;
						}
					}),
				bytes: () => Number(size.get()?.bytes),
				changesOfOthers: () => Number(version.get()?.data_version),
				changeAll: (work) => guarded(schema.fault, () => writer.transaction().execute(work)),
				whole: writer,
				close: async () => {
					await reader.destroy();
					await writer.destroy();
					// Kysely does not close unused connections.
					for (const connection of [reads, writes]) if (connection.isOpen) connection.close();
				},
			};
		} catch (cause) {
			await writer.destroy();
			if (writes.isOpen) writes.close();
			throw cause;
		}
	});
}

/** The file header carries the number of migrations too. @returns whether there were new ones @throws TroupeError NOT_SUPPORTED */
async function migrate<Tables>(writer: Kysely<Tables>, file: string, migrations: Migrations): Promise<boolean> {
	const known = Object.keys(migrations.all).length;
	const found = await readUserVersion(writer);
	// A store with its own refusal reports it from its migrations.
	if (found > known && !migrations.later) throw newerSchema({ file, what: migrations.what }, found, known);
	await applyMigrations(writer, migrations);
	if (found === known) return false;
	await writer.transaction().execute((connection) => sql`pragma user_version = ${sql.lit(known)}`.execute(connection));
	return true;
}

async function readUserVersion<Tables>(database: Kysely<Tables>): Promise<number> {
	const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(database);
	return rows[0]!.user_version;
}
