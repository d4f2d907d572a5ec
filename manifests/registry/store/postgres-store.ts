import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { OwnTenant } from '../../../core/database/own-tenant';
import { databaseFault } from './database-fault';
import type { UnpreparedStore } from './open-store';
import { commonTables, registryTables, tenantTables } from './migrations';
import { listenForChanges } from './postgres-listener';
import type { Connection, Tables } from './tables';

const mostConnections = 10;
const patienceMs = 10_000;
/** Policies do not hold for a superuser, nor for a role that bypasses them: as such a one the registry works under this role of its own. */
const workingRole = 'troupe_registry';

const int8 = 20;
/** Whole numbers of eight bytes as numbers: ours stay far below 2^53. */
const parserOf: typeof pg.types.getTypeParser = (id, format) =>
	Number(id) === int8 ? Number : (pg.types.getTypeParser(id, format) as (value: string) => unknown);

/** @throws TroupeError REGISTRY_NOT_READY */
export async function openPostgres(address: string): Promise<UnpreparedStore> {
	const pool = new pg.Pool({
		connectionString: address,
		max: mostConnections,
		connectionTimeoutMillis: patienceMs,
		// A transaction that lost its client, or waits for one that hangs, does not keep a tenant for ever.
		idle_in_transaction_session_timeout: 60_000,
		lock_timeout: 30_000,
		statement_timeout: 60_000,
		application_name: 'troupe registry',
		types: { getTypeParser: parserOf },
	});
	// An idle connection that breaks is replaced; who needs one and gets none is told.
	pool.on('error', () => undefined);
	// One that breaks at work fails the query that it works on; without a listener it would end the process too.
	pool.on('connect', (client) => client.on('error', () => undefined));
	const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
	let works = false;

	const transact = async <Result>(tenant: string, work: (connection: Connection) => Promise<Result>): Promise<Result> => {
		try {
			return await database.transaction().execute(async (connection) => {
				if (works)
					await sql`select set_config('role', ${workingRole}, true), set_config('troupe.tenant', ${tenant}, true)`.execute(connection);
				else await sql`select set_config('troupe.tenant', ${tenant}, true)`.execute(connection);
				return work(connection.withPlugin(new OwnTenant(tenant, registryTables)));
			});
		} catch (cause) {
			throw databaseFault(cause);
		}
	};
	return {
		dialect: 'postgres',
		database,
		change: transact,
		read: transact,
		global: (work) => transact('', work),
		async prepare() {
			works = await takeWorkingRole(database);
		},
		watch: (heard) => listenForChanges(address, heard),
		close: () => database.destroy(),
	};
}

/** Whether the role that we are let in as would see all tenants: then there is another to work as. */
async function takeWorkingRole(database: Kysely<Tables>): Promise<boolean> {
	const { rows } = await sql<{
		bypasses: boolean;
	}>`select rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user`.execute(database);
	if (rows[0]?.bypasses !== true) return false;
	await database.transaction().execute(async (connection) => {
		// One process at a time: two that make the same role at once would fail.
		await sql`select pg_advisory_xact_lock(7477301944)`.execute(connection);
		const { rows: roles } = await sql`select 1 from pg_roles where rolname = ${workingRole}`.execute(connection);
		if (roles.length === 0) await sql`create role ${sql.id(workingRole)} nologin`.execute(connection);
		const { rows: schemas } = await sql<{ name: string }>`select current_schema() as name`.execute(connection);
		await sql`grant usage on schema ${sql.id(schemas[0]!.name)} to ${sql.id(workingRole)}`.execute(connection);
		for (const table of [...tenantTables, ...commonTables])
			await sql`grant select, insert, update, delete on ${sql.table(table)} to ${sql.id(workingRole)}`.execute(connection);
	});
	return true;
}
