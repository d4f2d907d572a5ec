import { type Clock, systemClock } from '../../../core/ports/host';
import type { ListedChange, Stop, StopChange, Stops } from '../../../core/ports/stops';
import { everyTenant, type StateConnection, type Value } from '../../database/state-database';
import { type CheckedRecords, type Mark, noMark } from '../../../core/base/sealed-rows';
import { checkFlags } from './check-flags';
import { addFlagChange, columns, flagSchema, isStop, openSeal, writeFlag } from './flag-rows';
import { counted, suspect } from './suspicions';
import { type Act, noAudit, type NoteAct, openAuditedDatabase } from '../audit/audited-database';

export interface StopStore extends Stops {
	/** Adds a line to the log of flags if the last one of this name says something else. @returns whether it was added */
	note(tenant: string, line: { name: string; reason: string; changedBy: string }): Promise<boolean>;
	/** Checks that flags and stops, and their changes, are those of the product. @param tenant default all */
	check(tenant?: string): Promise<CheckedRecords>;
	close(): Promise<void>;
}

/** A run that was stopped can be continued for this long; afterwards its stop is of no use. */
const runMs = 30 * 86_400_000;

const concerns = (tenant: string | undefined) => (tenant === undefined ? '' : ' AND tenant IN (?, ?)');
const whose = (tenant: string | undefined): Value[] => (tenant === undefined ? [] : [tenant, everyTenant]);

/** The place before the first change. */
const newest: ListedChange = { changedAt: Number.MAX_SAFE_INTEGER, number: 0, tenant: '' };

/**
 * Stores stops as flags that are off. One that is removed leaves its changes.
 * @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_…; INPUT_INVALID for too many stops
 */
export function openStopStore(place: string, clock: Clock = systemClock, mark: Mark = noMark, openAudit = noAudit): StopStore {
	const database = openAuditedDatabase(place, [flagSchema], openAudit);
	const seal = openSeal(mark);
	const change = async <Result>(tenant: string, work: (connection: StateConnection, at: number, note: NoteAct) => Promise<Result>) => {
		await seal.list.openKey();
		return database.act(tenant, (connection, note) => work(connection, connection.serverTime ?? clock.now(), note), {
			turn: `flags ${tenant}`,
			synced: true,
		});
	};
	return {
		stop: (stop) =>
			change(stop.tenant, async (connection, changedAt, note) => {
				const { tenant, name, reason, changedBy } = stop;
				await connection.run("DELETE FROM flag WHERE tenant = ? AND name LIKE 'run:%' AND changed_at < ?", tenant, changedAt - runMs);
				await writeFlag(connection, tenant, { name, isOn: false, reason, changedAt, changedBy }, seal);
				await note(tenant, switched('agent.stopped', stop));
				return { ...stop, changedAt };
			}),
		suspect: (stop, who, max) =>
			change(stop.tenant, async (connection, at, note) => {
				const stopped = await suspect(connection, { ...stop, changedAt: at }, { who, max, seal });
				if (stopped?.changedAt === at) await note(stop.tenant, switched('agent.stopped', stop));
				return stopped;
			}),
		clear: async (tenant, name) => {
			const isCounted = await database.read(tenant, (connection) => connection.get(`SELECT 1 ${counted}`, tenant, name));
			if (isCounted) await change(tenant, (connection) => connection.run(`DELETE ${counted}`, tenant, name));
		},
		start: ({ tenant, name, reason, changedBy }) =>
			change(tenant, async (connection, changedAt, note) => {
				if ((await connection.run('DELETE FROM flag WHERE tenant = ? AND name = ? AND is_on = 0', tenant, name)) === 0) return false;
				await note(tenant, switched('agent.started', { tenant, name, changedBy }));
				await addFlagChange(connection, tenant, { name, isOn: true, reason, changedAt, changedBy }, seal);
				return true;
			}),
		note: (tenant, { name, reason, changedBy }) =>
			change(tenant, async (connection, changedAt) => {
				const last = await connection.get<{ reason: string }>(
					'SELECT reason FROM flag_change WHERE tenant = ? AND name = ? ORDER BY number DESC LIMIT 1',
					...[tenant, name],
				);
				if (last?.reason === reason) return false;
				await addFlagChange(connection, tenant, { name, isOn: true, reason, changedAt, changedBy }, seal);
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
		log: (limit, tenant, { before = newest, name } = {}) =>
			database.read(everyTenant, async (connection) =>
				(
					await connection.all<Omit<StopChange, 'isOn'> & ListedChange & { isOn: number }>(
						`SELECT tenant, number, ${columns} FROM flag_change
						WHERE ${isStop}${concerns(tenant)} AND (changed_at, number, tenant) < (?, ?, ?)${name === undefined ? '' : ' AND name = ?'}
						ORDER BY changed_at DESC, number DESC, tenant DESC LIMIT ?`,
						...[...whose(tenant), before.changedAt, before.number, before.tenant, ...(name === undefined ? [] : [name]), limit],
					)
				).map((row) => ({ ...row, isOn: row.isOn === 1 })),
			),
		check: (tenant = everyTenant) => checkFlags(database, tenant, seal, clock.now() - runMs),
		close: () => database.close(),
	};
}

const switched = (action: string, { tenant, name, changedBy }: Pick<Stop, 'tenant' | 'name' | 'changedBy'>): Act => ({
	...{ action, by: changedBy, object: { kind: 'stop', value: name } },
	...(tenant === everyTenant && { details: { kind: 'tenants', value: 'all' } }),
});

function withoutState({ tenant, name, reason, changedAt, changedBy }: Stop): Stop {
	return { tenant, name, reason, changedAt, changedBy };
}
