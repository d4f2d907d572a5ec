import { Kysely, PostgresDialect, sql } from 'kysely';
import { applyMigrations } from '../../core/database/apply-migrations';
import { openPostgresPool, takeWorkingRole } from '../../core/database/postgres-pool';
import { guarded, held, type MemoryDatabase } from './memory-database';
import { memoryMigrations, memoryTables, type Connection, type Tables } from './tables';

const workingRole = 'troupe_memory';

/** For several machines, which have to have one TROUPE_VAULT_KEY. @param address `postgres://…` @throws TroupeError MEMORY_STORE_UNREACHABLE, NOT_SUPPORTED */
export async function openMemoryPostgres(address: string): Promise<MemoryDatabase> {
	const where = placeOf(address);
	const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPostgresPool(address, 'troupe memory') }) });
	let works = false;
	const begin = async (connection: Connection, tenant: string): Promise<Connection> => {
		if (works) await sql`select set_config('role', ${workingRole}, true)`.execute(connection);
		await sql`select set_config('troupe.tenant', ${tenant}, true)`.execute(connection);
		return connection;
	};
	const hold = async (connection: Connection, tenant: string, owners: string[]): Promise<void> => {
		for (const owner of [...owners].sort())
			await sql`select pg_advisory_xact_lock(hashtextextended(${`troupe memory ${tenant} ${owner}`}, 0))`.execute(connection);
	};
	try {
		await guarded(where, async () => {
			await applyMigrations(database, memoryMigrations('postgres'));
			works = await takeWorkingRole(database, workingRole, memoryTables.own);
		});
	} catch (error) {
		await database.destroy();
		throw error;
	}
	return {
		dialect: 'postgres',
		where,
		read: (tenant, work) =>
			guarded(where, () =>
				database
					.transaction()
					.setIsolationLevel('repeatable read')
					.setAccessMode('read only')
					.execute(async (connection) => work(held(await begin(connection, tenant), tenant))),
			),
		change: (tenant, owner, work) =>
			guarded(where, () =>
				database.transaction().execute(async (connection) => {
					await begin(connection, tenant);
					// The next statement sees what the one before it did.
					await hold(connection, tenant, [owner]);
					return work(held(connection, tenant));
				}),
			),
		hold,
		forget: () => Promise.resolve(),
		close: () => database.destroy(),
	};
}

/** Without what lets one in. */
function placeOf(address: string): string {
	const { host, pathname } = URL.canParse(address) ? new URL(address) : { host: 'PostgreSQL', pathname: '' };
	return `${host}${pathname}`;
}
