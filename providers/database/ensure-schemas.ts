import pg from 'pg';
import type { PostgresPool } from './postgres/postgres-pool';
import { takePreparationTurn } from './postgres/preparation-turn';
import { everyTenant } from '../../core/base/tenant';
import { newerSchema } from './storage-fault';
import { toPostgres } from './to-postgres';
import { prepareWorkingRole } from './postgres/working-role';
import { type StateSchema, stateSchemaName } from './state-schema';

/** The role that transactions switch to, where row-level security does not apply to the login. */
const workingRole = 'troupe_state';

/**
 * Creates the tables of subjects where they are missing, completely or not at all.
 * @param where the address for messages, without a password
 * @returns the role that transactions must switch to; undefined if row-level security applies to the login's own
 * @throws TroupeError NOT_SUPPORTED for a subject of a later version; and as `pg` does
 */
export async function ensureSchemas(pool: PostgresPool, schemas: readonly StateSchema[], where: string): Promise<string | undefined> {
	const client = await pool.connect();
	try {
		await client.query('begin');
		await client.query(takePreparationTurn);
		const { rowCount } = await client.query('select from pg_namespace where nspname = $1', [stateSchemaName]);
		// With `if not exists`, the right to create schemas would be required where it exists too.
		if (rowCount === 0) await client.query(`create schema ${stateSchemaName}`);
		await client.query(`set local search_path = ${stateSchemaName}`);
		for (const schema of schemas) await prepareSubject(client, schema, where);
		const role = await prepareWorkingRole(client, { role: workingRole, schema: stateSchemaName });
		await client.query('commit');
		client.release();
		return role;
	} catch (cause) {
		// What is left open on the connection ends with it.
		client.release(true);
		throw cause;
	}
}

async function prepareSubject(client: pg.PoolClient, { name, what, version, schema, postgres, tenantTables }: StateSchema, where: string) {
	const found = await readVersion(client, name);
	if (found > version) throw newerSchema({ file: `${where}, schema ${stateSchemaName}`, what }, found, version);
	if (found === version) return;
	await client.query(toPostgres(schema));
	if (postgres !== undefined) await client.query(postgres);
	for (const table of tenantTables) await secureTable(client, table);
	await client.query(
		'insert into schema_version (subject, version) values ($1, $2) on conflict (subject) do update set version = excluded.version',
		[name, version],
	);
}

/** 0 where the subject has no tables. */
async function readVersion(client: pg.PoolClient, subject: string): Promise<number> {
	const { rows } = await client.query<{ exists: boolean }>(`select to_regclass('${stateSchemaName}.schema_version') is not null as exists`);
	if (!rows[0]!.exists) await client.query('create table schema_version (subject text not null primary key, version integer not null)');
	return (
		(await client.query<{ version: number }>('select version from schema_version where subject = $1', [subject])).rows[0]?.version ?? 0
	);
}

/** No query reads or writes rows of another tenant, not even one of the table's owner (FORCE). A transaction without a tenant sees no rows. */
async function secureTable(client: pg.PoolClient, table: string): Promise<void> {
	const tenant = `current_setting('troupe.tenant', true)`;
	const mine = `tenant = ${tenant} or ${tenant} = ${pg.escapeLiteral(everyTenant)}`;
	await client.query(`
		alter table ${table} enable row level security;
		alter table ${table} force row level security;
		drop policy if exists own_tenant on ${table};
		create policy own_tenant on ${table} using (${mine}) with check (${mine})`);
}
