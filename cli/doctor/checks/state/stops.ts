import { existsSync } from 'node:fs';
import type pg from 'pg';
import { readSetting } from '../../../../core/base/settings/settings';
import type { Stop } from '../../../../core/ports/stops';
import { describeTarget, listTargetOptions } from '../../../../core/stops/find-stop';
import { isPostgresAddress } from '../../../../providers/database/database-place';
import { everyTenant, stateSchemaName } from '../../../../providers/database/state-database';
import { isStop } from '../../../../providers/state/flags/flag-rows';
import { findStatePlace } from '../../../../providers/compose/state/state-place';
import { openReadOnly } from '../../../../providers/database/sqlite/open-read-only';
import { printable } from '../../../terminal/terminal';
import { ok, skipped, warn, type Check, type Finding } from '../../check';

type Stopped = Pick<Stop, 'tenant' | 'name' | 'reason'>;

const query = (table: string) => `SELECT tenant, name, reason FROM ${table} WHERE is_on = 0 AND ${isStop} ORDER BY tenant, name LIMIT 100`;

export const stopsCheck: Check = {
	id: 'stops',
	looksAt: 'agents that are stopped, and tools that are switched off',
	look({ environment, home }) {
		const place = findStatePlace({ stateFolder: home, database: readSetting('TROUPE_DATABASE_URL', environment) ?? '' })!;
		if (isPostgresAddress(place)) return [skipped('Stops are in PostgreSQL: see the check "database".')];
		const stops = readStops(place);
		return stops.length === 0 ? [ok('Nothing is stopped.')] : describeStops(stops);
	},
};

/** The same for the database that machines share. */
export async function judgeStops(client: pg.Client): Promise<Finding[]> {
	const table = `${stateSchemaName}.flag`;
	const { rows } = await client.query<{ readable: boolean | null }>(`select has_table_privilege(to_regclass($1), 'select') as readable`, [
		table,
	]);
	if (rows[0]!.readable !== true) return [];
	await client.query(`select set_config('troupe.tenant', $1, true)`, [everyTenant]);
	return describeStops((await client.query<Stopped>(query(table))).rows);
}

const describeStops = (stops: Stopped[]): Finding[] =>
	stops.map((stop) =>
		warn(
			printable(`Stopped: ${describeTarget(stop)}: ${stop.reason}`),
			printable(`Look at it, then run \`troupe start ${listTargetOptions(stop)}\`.`),
		),
	);

function readStops(file: string): Stopped[] {
	if (!existsSync(file)) return [];
	const database = openReadOnly(file);
	try {
		const isThere = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'flag'").get();
		return isThere ? (database.prepare(query('flag')).all() as unknown as Stopped[]) : [];
	} finally {
		database.close();
	}
}
