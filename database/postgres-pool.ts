import { sql, type Kysely } from 'kysely';
import pg from 'pg';
import { TroupeError } from '../core/base/errors';

const mostConnections = 10;
const patienceMs = 10_000;

const int8 = 20;
/** Whole numbers of eight bytes as numbers: ours stay far below 2^53. */
const parserOf: typeof pg.types.getTypeParser = (id, format) =>
	Number(id) === int8 ? Number : (pg.types.getTypeParser(id, format) as (value: string) => unknown);

/** @param name that the server shows for its connections @throws TroupeError INPUT_INVALID for an address that cannot be read */
export function openPostgresPool(address: string, name: string): pg.Pool {
	checkAddress(address);
	const pool = new pg.Pool({
		connectionString: address,
		max: mostConnections,
		connectionTimeoutMillis: patienceMs,
		// A transaction that lost its client, or waits for one that hangs, does not keep a tenant for ever.
		idle_in_transaction_session_timeout: 60_000,
		lock_timeout: 30_000,
		statement_timeout: 60_000,
		application_name: name,
		types: { getTypeParser: parserOf },
	});
	// An idle connection that breaks is replaced; who needs one and gets none is told.
	pool.on('error', () => undefined);
	// One that breaks at work fails the query that it works on; without a listener it would end the process too.
	pool.on('connect', (client) => client.on('error', () => undefined));
	return pool;
}

/** A connection apart from the pool, as what it holds belongs to it. Nobody waits for it longer than for one of the pool. @param name that the server shows @throws TroupeError INPUT_INVALID; and as `pg` does */
export async function connectApart(address: string, name: string): Promise<pg.Client> {
	checkAddress(address);
	const patience = { connectionTimeoutMillis: patienceMs, query_timeout: patienceMs };
	const client = new pg.Client({ connectionString: address, ...patience, application_name: name, keepAlive: true });
	// Without a listener one that breaks would end the process.
	client.on('error', () => undefined);
	await client.connect();
	return client;
}

/** A client reads it when it is made, and connects later. What it throws holds the address, and so the password. */
function checkAddress(address: string): void {
	try {
		void new pg.Client({ connectionString: address });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ERR_INVALID_URL' && !(error instanceof URIError)) return; // told when it connects
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The PostgreSQL address is invalid.',
			fix: 'Write it as postgres://user:password@host:5432/database; in the password, encode @ : / and % as %40 %3A %2F and %25.',
		});
	}
}

/**
 * Policies do not hold for a superuser, nor for a role that bypasses them: as such a one we work under a role of our own.
 * @returns whether the role that we are let in as would see all tenants, so that `role` is to be worked as
 */
export async function takeWorkingRole<Tables>(database: Kysely<Tables>, role: string, tables: readonly string[]): Promise<boolean> {
	const { rows } = await sql<{
		bypasses: boolean;
	}>`select rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user`.execute(database);
	if (rows[0]?.bypasses !== true) return false;
	await database.transaction().execute(async (connection) => {
		// One process at a time: two that make the same role at once would fail.
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
