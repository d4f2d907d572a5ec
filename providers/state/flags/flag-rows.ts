import { TroupeError } from '../../../core/base/errors';
import type { StateConnection, StateSchema, Value } from '../../../database/state-database';

export const flagSchema: StateSchema = {
	name: 'flags',
	what: 'The flags of channels and the stops',
	version: 1,
	usesServerTime: true,
	forgetting: { keeps: 'Flags belong to channels, and stops to agents and runs.' },
	tenantTables: ['flag', 'flag_change'],
	schema: `
		CREATE TABLE IF NOT EXISTS flag (
			tenant TEXT NOT NULL,
			name TEXT NOT NULL,
			is_on INTEGER NOT NULL,
			reason TEXT,
			changed_at INTEGER NOT NULL,
			changed_by TEXT NOT NULL,
			PRIMARY KEY (tenant, name)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS flag_change (
			tenant TEXT NOT NULL,
			number INTEGER NOT NULL,
			name TEXT NOT NULL,
			is_on INTEGER NOT NULL,
			reason TEXT,
			changed_at INTEGER NOT NULL,
			changed_by TEXT NOT NULL,
			PRIMARY KEY (tenant, number)
		) STRICT, WITHOUT ROWID;
	`,
};

export const columns = 'name, is_on AS "isOn", reason, changed_at AS "changedAt", changed_by AS "changedBy"';

/** Tells stops from the flags of channels, by the beginnings of their names. */
export const isStop = "(name = 'all' OR name LIKE 'agent:%' OR name LIKE 'run:%' OR name LIKE 'tool:%')";

const maxFlags = 1_000;

/** @throws TroupeError INPUT_INVALID if a further flag has no room */
export async function assertRoomForFlag(connection: StateConnection, tenant: string, name: string): Promise<void> {
	const known = await connection.get<{ count: number }>('SELECT count(*) AS count FROM flag WHERE tenant = ? AND name <> ?', tenant, name);
	if (Number(known?.count ?? 0) < maxFlags) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The tenant "${tenant}" has ${maxFlags} flags and stops already, and can have no more.`,
		fix: 'Use flags of whole channels or origins, and stops of whole agents. `troupe start` removes stops.',
	});
}

/** @param values name, state, reason, time and author */
export async function addFlagChange(connection: StateConnection, tenant: string, values: Value[]): Promise<void> {
	await connection.run(
		`INSERT INTO flag_change (tenant, number, name, is_on, reason, changed_at, changed_by)
		SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4, ?5, ?6 FROM flag_change WHERE tenant = ?1`,
		...[tenant, ...values],
	);
}
