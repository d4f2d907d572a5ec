import type pg from 'pg';
import { everyTenant, stateSchemaName } from '../state-database';

/** Reads rows of all tenants; needs an open read transaction. @returns undefined if the role cannot read it */
export async function readStateTable<Row extends object>(client: pg.Client, table: string): Promise<Row[] | undefined> {
	const name = `${stateSchemaName}.${table}`;
	const { rows } = await client.query<{ readable: boolean | null }>(`select has_table_privilege(to_regclass($1), 'select') as readable`, [
		name,
	]);
	if (rows[0]!.readable !== true) return undefined;
	await client.query(`select set_config('troupe.tenant', $1, true)`, [everyTenant]);
	return (await client.query<Row>(`select * from ${name}`)).rows;
}
