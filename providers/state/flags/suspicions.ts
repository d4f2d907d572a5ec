import type { Stop } from '../../../core/ports/stops';
import type { StateConnection } from '../../database/state-database';
import { type FlagSeal, writeFlag } from './flag-rows';

/** What was counted before is forgotten after this time. */
const countedMs = 86_400_000;
/** Tools of agents leave this much room for the stops of people, whatever servers do. */
const maxTools = 500;

/** What is counted and does not stop anything yet is a flag that is on. */
export const counted = 'FROM flag WHERE tenant = ? AND name = ? AND is_on = 1';

/** Counts what speaks for a stop. Its reason is, until then, who it was seen by. @returns the stop that holds */
export async function suspect(
	connection: StateConnection,
	stop: Stop,
	{ who, max, seal }: { who: string; max: number; seal: FlagSeal },
): Promise<Stop | undefined> {
	const { tenant, name, reason, changedAt, changedBy } = stop;
	const known = await connection.get<Omit<Stop, 'tenant' | 'name'> & { isOn: number }>(
		'SELECT is_on AS "isOn", reason, changed_at AS "changedAt", changed_by AS "changedBy" FROM flag WHERE tenant = ? AND name = ?',
		...[tenant, name],
	);
	if (known && !known.isOn) return { tenant, name, reason: known.reason, changedAt: known.changedAt, changedBy: known.changedBy };
	const seen = known && changedAt - known.changedAt < countedMs ? known.reason.split(' ') : [];
	const seenBy = [...new Set([...seen, who])];
	const isStopped = seenBy.length >= max;
	if (!known && !(await makeRoom(connection, tenant, changedAt))) return undefined;
	if (isStopped) {
		await writeFlag(connection, tenant, { name, isOn: false, reason, changedAt, changedBy }, seal);
		return stop;
	}
	await connection.run(
		`INSERT INTO flag (tenant, name, is_on, reason, changed_at, changed_by) VALUES (?1, ?2, 1, ?3, ?4, ?5)
		ON CONFLICT (tenant, name) DO UPDATE SET reason = ?3, changed_at = ?4, changed_by = ?5`,
		...[tenant, name, seenBy.join(' '), changedAt, changedBy],
	);
	return undefined;
}

async function makeRoom(connection: StateConnection, tenant: string, now: number): Promise<boolean> {
	await connection.run(
		"DELETE FROM flag WHERE tenant = ? AND name LIKE 'tool:%' AND is_on = 1 AND changed_at < ?",
		tenant,
		now - countedMs,
	);
	const tools = await connection.get<{ count: number }>(
		"SELECT count(*) AS count FROM flag WHERE tenant = ? AND name LIKE 'tool:%'",
		tenant,
	);
	return Number(tools?.count ?? 0) < maxTools;
}
