import { existsSync } from 'node:fs';
import type pg from 'pg';
import { readSetting } from '../../../../core/base/settings/settings';
import { findStatePlace } from '../../../../providers/compose/state/state-place';
import { isPostgresAddress } from '../../../../providers/database/database-place';
import { openReadOnly } from '../../../../providers/database/sqlite/open-read-only';
import { everyTenant, stateSchemaName } from '../../../../providers/database/state-database';
import type { Machine } from '../../check';

/** A question about rows of all tenants. */
export interface RowQuery {
	table: string;
	/** @param prefix of each table's name */
	sql: (prefix: string) => string;
}

export interface RulesRow {
	tenant: string;
	rules: string;
}

export const rulesQuery: RowQuery = {
	table: 'tenant_rules',
	sql: (prefix) => `SELECT tenant, rules FROM ${prefix}tenant_rules LIMIT 10000`,
};

/** Reads from the state file of this machine. Undefined: the state is in PostgreSQL. */
export function readRows<Row>({ table, sql }: RowQuery, { environment, home }: Machine): Row[] | undefined {
	const place = findStatePlace({ stateFolder: home, database: readSetting('TROUPE_DATABASE_URL', environment) ?? '' })!;
	if (isPostgresAddress(place)) return undefined;
	if (!existsSync(place)) return [];
	const database = openReadOnly(place);
	try {
		const isThere = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table);
		return isThere ? (database.prepare(sql('')).all() as unknown as Row[]) : [];
	} finally {
		database.close();
	}
}

/** The same from the database that machines share. */
export async function readSharedRows<Row extends object>({ table, sql }: RowQuery, client: pg.Client): Promise<Row[]> {
	const { rows } = await client.query<{ readable: boolean | null }>(`select has_table_privilege(to_regclass($1), 'select') as readable`, [
		`${stateSchemaName}.${table}`,
	]);
	if (rows[0]!.readable !== true) return [];
	await client.query(`select set_config('troupe.tenant', $1, true)`, [everyTenant]);
	return (await client.query<Row>(sql(`${stateSchemaName}.`))).rows;
}
