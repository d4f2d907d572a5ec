import pg from 'pg';
import type { PostgresPool } from './postgres-pool';
import { takePreparationTurn } from './preparation-turn';

/** What a role gets: to read and write these tables, or all in the schema. */
interface Grants {
	role: string;
	/** Default: that of the tables. */
	schema?: string;
	tables?: readonly string[];
}

export interface WorkingRole {
	role: string;
	/** Where the login finds its tables and types. Otherwise `$user` in the path would be the role. */
	searchPath: string;
}

/**
 * Row-level security does not apply to superusers and roles that bypass it: for such a login, creates a role that transactions switch to.
 * Within a transaction that took its turn.
 * @returns undefined if row-level security applies to the login's own role
 */
export async function prepareWorkingRole(client: pg.ClientBase, { role, schema, tables }: Grants): Promise<WorkingRole | undefined> {
	const { rows } = await client.query<{ bypasses: boolean; found: string | null; path: string[] }>(
		`select rolsuper or rolbypassrls as bypasses, to_json(current_schemas(false)) as path,
			(select nspname from pg_class join pg_namespace on pg_namespace.oid = relnamespace where pg_class.oid = to_regclass($1)) as found
		from pg_roles where rolname = current_user`,
		[tables?.[0] ?? null],
	);
	if (rows[0]?.bypasses !== true) return undefined;
	const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
	if (rowCount === 0) await client.query(`create role ${role} nologin`);
	const { found, path } = rows[0];
	const named = schema ?? found ?? path[0]!;
	const place = pg.escapeIdentifier(named);
	const granted = tables?.map((table) => `${place}.${pg.escapeIdentifier(table)}`).join(', ') ?? `all tables in schema ${place}`;
	await client.query(`
		grant usage on schema ${place} to ${role};
		grant select, insert, update, delete on ${granted} to ${role};
		grant usage on all sequences in schema ${place} to ${role}`);
	return { role, searchPath: [...new Set([named, ...path])].map((each) => pg.escapeIdentifier(each)).join(', ') };
}

/** The same in a transaction of its own. */
export async function takeWorkingRole(pool: PostgresPool, grants: Grants): Promise<WorkingRole | undefined> {
	const client = await pool.connect();
	try {
		await client.query('begin');
		await client.query(takePreparationTurn);
		const role = await prepareWorkingRole(client, grants);
		await client.query('commit');
		client.release();
		return role;
	} catch (cause) {
		// What is left open on the connection ends with it.
		client.release(true);
		throw cause;
	}
}
