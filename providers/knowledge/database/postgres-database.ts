import { Kysely, PostgresDialect, sql } from 'kysely';
import { OwnTenant } from '../../../core/database/own-tenant';
import { openPostgresPool, takeWorkingRole } from '../../../core/database/postgres-pool';
import { messageOf, TroupeError } from '../../../core/errors';
import { databaseFault } from './database-fault';
import type { KnowledgeDatabase } from './knowledge-database';
import { migrate } from './migrations';
import { knowledgeTables, type Connection, type Tables } from './tables';

const workingRole = 'troupe_knowledge';

/** @param address `postgres://…` @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, NOT_SUPPORTED without pgvector */
export async function openKnowledgePostgres(address: string): Promise<KnowledgeDatabase> {
	const where = placeOf(address);
	const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPostgresPool(address, 'troupe knowledge') }) });
	let works = false;
	const begin = async (connection: Connection, tenant: string): Promise<Connection> => {
		if (works) await sql`select set_config('role', ${workingRole}, true)`.execute(connection);
		await sql`select set_config('troupe.tenant', ${tenant}, true)`.execute(connection);
		return connection;
	};
	const guarded = async <Result>(act: () => Promise<Result>): Promise<Result> => {
		try {
			return await act();
		} catch (cause) {
			throw databaseFault(cause, where);
		}
	};
	const held = (connection: Connection, tenant: string) => connection.withPlugin(new OwnTenant(tenant, knowledgeTables));
	try {
		await migrate(database, 'postgres');
		works = await takeWorkingRole(database, workingRole, knowledgeTables.own);
	} catch (cause) {
		await database.destroy();
		throw /extension "vector"|type "vector"/.test(messageOf(cause)) ? withoutVectors(where, cause) : databaseFault(cause, where);
	}
	return {
		dialect: 'postgres',
		read: (tenant, work) =>
			guarded(() =>
				database
					.transaction()
					.setIsolationLevel('repeatable read')
					.setAccessMode('read only')
					.execute(async (connection) => work(held(await begin(connection, tenant), tenant))),
			),
		change: (tenant, work) =>
			guarded(() =>
				database.transaction().execute(async (connection) => {
					await begin(connection, tenant);
					// One change of a tenant after the other; the next statement sees what the one before it did.
					await sql`select pg_advisory_xact_lock(hashtextextended(${`troupe knowledge ${tenant}`}, 0))`.execute(connection);
					return work(held(connection, tenant));
				}),
			),
		forget: () => Promise.resolve(),
		bytes: () => undefined,
		close: () => database.destroy(),
	};
}

/** Without what lets one in. */
function placeOf(address: string): string {
	const { host, pathname } = URL.canParse(address) ? new URL(address) : { host: 'PostgreSQL', pathname: '' };
	return `${host}${pathname}`;
}

function withoutVectors(where: string, cause: unknown): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The PostgreSQL at ${where} has no pgvector, or does not let us use it: ${messageOf(cause).split('\n')[0]}.`,
		fix: 'Install pgvector on its server and run `create extension vector` in the database, or keep the knowledge in SQLite.',
		cause,
	});
}
