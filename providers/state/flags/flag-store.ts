import { type ChannelFlag, type ChannelFlags, type Clock, systemClock } from '../../../core/ports';
import { openStateDatabase, type StateSchema } from '../../../database/state-database';
import { TroupeError } from '../../../core/base/errors';

export const flagSchema: StateSchema = {
	name: 'flags',
	what: 'The flags of channels',
	version: 1,
	usesServerTime: true,
	forgetting: { keeps: 'Flags belong to channels.' },
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

export type FlagStore = ChannelFlags & { close(): Promise<void> };

type Row = Omit<ChannelFlag, 'isOn'> & { isOn: number };

const columns = 'name, is_on AS "isOn", reason, changed_at AS "changedAt", changed_by AS "changedBy"';
const toFlag = ({ isOn, ...row }: Row): ChannelFlag => ({ ...row, isOn: isOn === 1 });
const maxFlags = 1_000;

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_…; INPUT_INVALID for too many flags */
export function openFlagStore(place: string, clock: Clock = systemClock): FlagStore {
	const database = openStateDatabase(place, flagSchema);
	return {
		set: (tenant, { name, isOn, reason, changedBy }) =>
			database.change(
				tenant,
				async (connection) => {
					const at = connection.serverTime ?? clock.now();
					const known = await connection.get<{ count: number }>(
						'SELECT count(*) AS count FROM flag WHERE tenant = ? AND name <> ?',
						tenant,
						name,
					);
					if (Number(known?.count ?? 0) >= maxFlags) throw tooMany(tenant);
					const values = [name, Number(isOn), reason, at, changedBy];
					await connection.run(
						`INSERT INTO flag (tenant, name, is_on, reason, changed_at, changed_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
						ON CONFLICT (tenant, name) DO UPDATE SET is_on = ?3, reason = ?4, changed_at = ?5, changed_by = ?6`,
						...[tenant, ...values],
					);
					await connection.run(
						`INSERT INTO flag_change (tenant, number, name, is_on, reason, changed_at, changed_by)
						SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4, ?5, ?6 FROM flag_change WHERE tenant = ?1`,
						...[tenant, ...values],
					);
					return at;
				},
				{ turn: `flags ${tenant}`, synced: true },
			),
		list: (tenant) =>
			database.read(tenant, async (connection) =>
				(await connection.all<Row>(`SELECT ${columns} FROM flag WHERE tenant = ? ORDER BY name`, tenant)).map(toFlag),
			),
		log: (tenant, limit) =>
			database.read(tenant, async (connection) =>
				(await connection.all<Row>(`SELECT ${columns} FROM flag_change WHERE tenant = ? ORDER BY number DESC LIMIT ?`, tenant, limit)).map(
					toFlag,
				),
			),
		close: () => database.close(),
	};
}

const tooMany = (tenant: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The tenant "${tenant}" has ${maxFlags} flags of channels already, and can have no more.`,
		fix: 'Use flags of whole channels or origins.',
	});
