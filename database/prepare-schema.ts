import pg from 'pg';
import type { PostgresPool } from './postgres/postgres-pool';
import { takePreparationTurn } from './postgres/preparation-turn';
import { everyTenant, type StateSchema } from './state-database';
import { newerSchema } from './storage-fault';
import { toPostgres } from './to-postgres';
import { prepareWorkingRole } from './postgres/working-role';

/** The role that transactions switch to, where row-level security does not apply to the login. */
const workingRole = 'troupe_state';

/**
 * Creates a store's schema or upgrades it, completely or not at all.
 * @param where the address for messages, without a password
 * @returns the role that transactions must switch to; undefined if row-level security applies to the login's own
 * @throws TroupeError NOT_SUPPORTED for a schema of a later version; and as `pg` does
 */
export async function prepareSchema(pool: PostgresPool, name: string, schema: StateSchema, where: string): Promise<string | undefined> {
	const client = await pool.connect();
	try {
		await client.query('begin');
		await client.query(takePreparationTurn);
		const found = await readVersion(client, name);
		if (found > schema.version) throw newerSchema({ file: `${where}, schema ${name}`, what: schema.what }, found, schema.version);
		if (found < schema.version) await migrate(client, name, schema, found);
		const role = await prepareWorkingRole(client, { role: workingRole, schema: name });
		await client.query('commit');
		client.release();
		return role;
	} catch (cause) {
		// What is left open on the connection ends with it.
		client.release(true);
		throw cause;
	}
}

/** 0 where the schema does not exist. */
async function readVersion(client: pg.PoolClient, name: string): Promise<number> {
	const { rows } = await client.query<{ exists: boolean }>(`select to_regclass($1) is not null as exists`, [`${name}.schema_version`]);
	if (!rows[0]!.exists) return 0;
	return (await client.query<{ version: number }>(`select version from ${name}.schema_version`)).rows[0]?.version ?? 0;
}

async function migrate(client: pg.PoolClient, name: string, schema: StateSchema, found: number): Promise<void> {
	const { rowCount } = await client.query('select from pg_namespace where nspname = $1', [name]);
	// With `if not exists`, the right to create schemas would be required where it exists too.
	if (rowCount === 0) await client.query(`create schema ${name}`);
	await client.query(`set local search_path = ${name}`);
	await client.query('create table if not exists schema_version (version integer not null)');
	if (found > 0) for (const upgrade of (schema.upgrades ?? []).slice(found - 1)) await client.query(toPostgres(upgrade));
	await client.query(toPostgres(schema.schema));
	if (schema.postgres !== undefined) await client.query(schema.postgres);
	for (const table of schema.tenantTables) await secureTable(client, table);
	await client.query('delete from schema_version');
	await client.query('insert into schema_version (version) values ($1)', [schema.version]);
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
