import { sql, type Kysely } from 'kysely';
import pg from 'pg';
import { TroupeError } from '../core/base/errors';

const maxConnections = 10;
const timeoutMs = 10_000;

const int8 = 20;
/** Reads 8-byte integers as numbers: ours stay far below 2^53. */
const findParser: typeof pg.types.getTypeParser = (id, format) =>
	Number(id) === int8 ? Number : (pg.types.getTypeParser(id, format) as (value: string) => unknown);

/** @param name shown by the server for its connections @throws TroupeError INPUT_INVALID for an invalid address */
export function openPostgresPool(address: string, name: string): pg.Pool {
	checkAddress(address);
	const pool = new pg.Pool({
		connectionString: address,
		max: maxConnections,
		connectionTimeoutMillis: timeoutMs,
		application_name: name,
		types: { getTypeParser: findParser },
	});
	// A broken idle connection is replaced; a caller that gets no connection receives an error.
	pool.on('error', () => undefined);
	// A connection that breaks fails its query; without a listener it would also end the process.
	pool.on('connect', (client) => client.on('error', () => undefined));
	return pool;
}

/** Opens a connection outside the pool, for locks that belong to a connection. The timeout is that of the pool. @param name shown by the server @param queryTimeoutMs default: that of the pool @throws TroupeError INPUT_INVALID; and as `pg` does */
export async function connectApart(address: string, name: string, queryTimeoutMs = timeoutMs): Promise<pg.Client> {
	checkAddress(address);
	const timeouts = { connectionTimeoutMillis: timeoutMs, query_timeout: queryTimeoutMs };
	const types = { getTypeParser: findParser };
	const client = new pg.Client({ connectionString: address, ...timeouts, application_name: name, keepAlive: true, types });
	// Without a listener, a broken connection would end the process.
	client.on('error', () => undefined);
	await client.connect();
	return client;
}

/** Checks the address: a client parses it on creation, and its error contains the address with the password. */
function checkAddress(address: string): void {
	try {
		void new pg.Client({ connectionString: address });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ERR_INVALID_URL' && !(error instanceof URIError)) return; // reported when it connects
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The PostgreSQL address is invalid.',
			fix: 'Write it as postgres://user:password@host:5432/database; in the password, encode @ : / and % as %40 %3A %2F and %25.',
		});
	}
}

/**
 * Switches to a separate role if the login is a superuser or bypasses policies, because policies do not apply to such a role.
 * @returns whether the login would see all tenants, so that `role` must be used
 */
export async function takeWorkingRole<Tables>(database: Kysely<Tables>, role: string, tables: readonly string[]): Promise<boolean> {
	const { rows } = await sql<{
		bypasses: boolean;
	}>`select rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user`.execute(database);
	if (rows[0]?.bypasses !== true) return false;
	await database.transaction().execute(async (connection) => {
		// One process at a time: two that create the same role at the same time would fail.
		await sql`select pg_advisory_xact_lock(7477301944)`.execute(connection);
		const { rows: roles } = await sql`select 1 from pg_roles where rolname = ${role}`.execute(connection);
		if (roles.length === 0) await sql`create role ${sql.id(role)} nologin`.execute(connection);
		const { rows: schemas } = await sql<{ name: string }>`select current_schema() as name`.execute(connection);
		await sql`grant usage on schema ${sql.id(schemas[0]!.name)} to ${sql.id(role)}`.execute(connection);
		for (const table of tables)
			await sql`grant select, insert, update, delete on ${sql.table(table)} to ${sql.id(role)}`.execute(connection);
	});
	return true;
}
