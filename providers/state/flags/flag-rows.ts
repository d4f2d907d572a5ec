import { TroupeError } from '../../../core/base/errors';
import type { Mute } from '../../../core/ports/channels/mutes';
import type { Mark } from '../../../core/base/sealed-rows';
import { lastTable, SealedList } from '../sealed/sealed-list';
import type { StateConnection, StateSchema, Value } from '../../database/state-database';

export const flagSchema: StateSchema = {
	name: 'flags',
	what: 'The mutes of channels and the stops',
	version: 1,
	usesServerTime: true,
	tables: {
		flag: { kept: 'setting', user: 'reason changed_by', nothing: 'name is_on changed_at' },
		flag_change: { kept: 'record', user: 'reason changed_by', nothing: 'number name is_on changed_at mark' },
		last_flag_change: { kept: 'record', nothing: 'id first mark' },
	},
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
			mark TEXT NOT NULL DEFAULT '',
			PRIMARY KEY (tenant, number)
		) STRICT, WITHOUT ROWID;
		${lastTable('last_flag_change')}
	`,
};

/** A mute of a channel, or a stop of an agent, as both are stored. */
export type Flag = Omit<Mute, 'isMuted'> & { isOn: boolean };

/** The seal of the changes of flags and stops. */
export interface FlagSeal {
	list: SealedList;
	mark: Mark;
}

export const openSeal = (mark: Mark): FlagSeal => ({
	list: new SealedList({ name: 'flag changes', last: 'last_flag_change', rows: 'flag_change', number: 'number' }, mark),
	mark,
});

export const columns = 'name, is_on AS "isOn", reason, changed_at AS "changedAt", changed_by AS "changedBy"';

/** Tells stops from the mutes of channels, by the beginnings of their names. */
export const isStop = "(name = 'all' OR name LIKE 'agent:%' OR name LIKE 'run:%' OR name LIKE 'tool:%')";

const maxFlags = 1_000;

/** Stores a flag, in place of an earlier one of this name, and adds the change. @throws TroupeError INPUT_INVALID if a further flag has no room */
export async function writeFlag(connection: StateConnection, tenant: string, change: Flag, seal: FlagSeal): Promise<void> {
	await assertRoomForFlag(connection, tenant, change.name);
	await connection.run(
		`INSERT INTO flag (tenant, name, is_on, reason, changed_at, changed_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (tenant, name) DO UPDATE SET is_on = ?3, reason = ?4, changed_at = ?5, changed_by = ?6`,
		...[tenant, ...toValues(change)],
	);
	await addFlagChange(connection, tenant, change, seal);
}

async function assertRoomForFlag(connection: StateConnection, tenant: string, name: string): Promise<void> {
	const known = await connection.get<{ count: number }>('SELECT count(*) AS count FROM flag WHERE tenant = ? AND name <> ?', tenant, name);
	if (Number(known?.count ?? 0) < maxFlags) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The tenant "${tenant}" has ${maxFlags} mutes and stops already, and can have no more.`,
		fix: 'Use flags of whole channels or origins, and stops of whole agents. `troupe start` removes stops.',
	});
}

/** Adds a change to the log of the tenant's flags. */
export async function addFlagChange(connection: StateConnection, tenant: string, change: Flag, { list, mark }: FlagSeal): Promise<void> {
	const numbers = await list.take(connection, tenant, 1);
	const values = toValues(change);
	await connection.run(
		'INSERT INTO flag_change (tenant, number, name, is_on, reason, changed_at, changed_by, mark) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
		...[tenant, numbers.id, ...values, await mark(changeText(tenant, numbers.id, values))],
	);
	await list.seal(connection, tenant, numbers);
}

/** Returns the text of a change that its mark covers. */
export const changeText = (tenant: string, number: number, values: Value[]): string =>
	JSON.stringify(['flag change', tenant, number, ...values]);

export const toValues = ({ name, isOn, reason, changedAt, changedBy }: Flag): Value[] => [name, Number(isOn), reason, changedAt, changedBy];
