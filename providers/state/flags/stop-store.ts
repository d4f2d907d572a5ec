import { type Clock, type Stop, type StopChange, type Stops, systemClock } from '../../../core/ports';
import { everyTenant, openStateDatabase, type StateConnection, type Value } from '../../../database/state-database';
import { addFlagChange, assertRoomForFlag, columns, flagSchema, isStop } from './flag-rows';
import { counted, suspect } from './suspicions';

export type StopStore = Stops & { close(): Promise<void> };

/** A run that was stopped can be continued for this long; afterwards its stop is of no use. */
const runMs = 30 * 86_400_000;

const concerns = (tenant: string | undefined) => (tenant === undefined ? '' : ' AND tenant IN (?1, ?2)');
const whose = (tenant: string | undefined): Value[] => (tenant === undefined ? [] : [tenant, everyTenant]);

/**
 * Stores stops as flags that are off. One that is removed leaves its changes.
 * @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_…; INPUT_INVALID for too many stops
 */
export function openStopStore(place: string, clock: Clock = systemClock): StopStore {
	const database = openStateDatabase(place, flagSchema);
	const change = <Result>(tenant: string, work: (connection: StateConnection, at: number) => Promise<Result>) =>
		database.change(tenant, (connection) => work(connection, connection.serverTime ?? clock.now()), {
			turn: `flags ${tenant}`,
			synced: true,
		});
	return {
		stop: (stop) =>
			change(stop.tenant, async (connection, changedAt) => {
				const { tenant, name, reason, changedBy } = stop;
				await connection.run("DELETE FROM flag WHERE tenant = ? AND name LIKE 'run:%' AND changed_at < ?", tenant, changedAt - runMs);
				await assertRoomForFlag(connection, tenant, name);
				await connection.run(
					`INSERT INTO flag (tenant, name, is_on, reason, changed_at, changed_by) VALUES (?1, ?2, 0, ?3, ?4, ?5)
					ON CONFLICT (tenant, name) DO UPDATE SET reason = ?3, changed_at = ?4, changed_by = ?5`,
					...[tenant, name, reason, changedAt, changedBy],
				);
				await addFlagChange(connection, tenant, [name, 0, reason, changedAt, changedBy]);
				return { ...stop, changedAt };
			}),
		suspect: (stop, who, max) => change(stop.tenant, (connection, at) => suspect(connection, { ...stop, changedAt: at }, who, max)),
		clear: async (tenant, name) => {
			const isCounted = await database.read(tenant, (connection) => connection.get(`SELECT 1 ${counted}`, tenant, name));
			if (isCounted) await change(tenant, (connection) => connection.run(`DELETE ${counted}`, tenant, name));
		},
		start: ({ tenant, name, reason, changedBy }) =>
			change(tenant, async (connection, changedAt) => {
				if ((await connection.run('DELETE FROM flag WHERE tenant = ? AND name = ? AND is_on = 0', tenant, name)) === 0) return false;
				await addFlagChange(connection, tenant, [name, 1, reason, changedAt, changedBy]);
				return true;
			}),
		list: (tenant) =>
			database
				.read(everyTenant, (connection) =>
					connection.all<Stop>(
						`SELECT tenant, ${columns} FROM flag WHERE is_on = 0 AND ${isStop}${concerns(tenant)} ORDER BY tenant, name`,
						...whose(tenant),
					),
				)
				.then((rows) => rows.map(withoutState)),
		log: (limit, tenant) =>
			database.read(everyTenant, async (connection) =>
				(
					await connection.all<Omit<StopChange, 'isOn'> & { isOn: number }>(
						`SELECT tenant, ${columns} FROM flag_change WHERE ${isStop}${concerns(tenant)} ORDER BY changed_at DESC, number DESC LIMIT ${Math.trunc(limit)}`,
						...whose(tenant),
					)
				).map((row) => ({ ...row, isOn: row.isOn === 1 })),
			),
		close: () => database.close(),
	};
}

function withoutState({ tenant, name, reason, changedAt, changedBy }: Stop): Stop {
	return { tenant, name, reason, changedAt, changedBy };
}
