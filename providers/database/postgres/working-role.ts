import pg from 'pg';
import type { PostgresPool } from './postgres-pool';
import { takePreparationTurn } from './preparation-turn';

interface Grants {
	role: string;
	/** Default: that of the tables. */
	schema?: string;
	tables?: readonly string[];
}

export interface WorkingRole {
	role: string;
	/** Otherwise `$user` in the path would be the role. */
	searchPath: string;
}

/**
 * Creates a working role for superusers and roles that bypass row-level security. Needs a transaction that took its turn. @returns undefined if
 * row-level security applies to the login
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
		client.release(true);
		throw cause;
	}
}
