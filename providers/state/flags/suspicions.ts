import type { Stop } from '../../../core/ports';
import type { StateConnection } from '../../../database/state-database';
import { addFlagChange } from './flag-rows';

/** What was counted before is forgotten after this time. */
const countedMs = 86_400_000;
/** Tools of agents leave this much room for the stops of people, whatever servers do. */
const maxTools = 500;

/** What is counted and does not stop anything yet is a flag that is on. */
export const counted = 'FROM flag WHERE tenant = ? AND name = ? AND is_on = 1';

/** Counts what speaks for a stop. Its reason is, until then, who it was seen by. @returns the stop that holds */
export async function suspect(connection: StateConnection, stop: Stop, who: string, max: number): Promise<Stop | undefined> {
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
	const values = [name, Number(!isStopped), isStopped ? reason : seenBy.join(' '), changedAt, changedBy];
	await connection.run(
		`INSERT INTO flag (tenant, name, is_on, reason, changed_at, changed_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (tenant, name) DO UPDATE SET is_on = ?3, reason = ?4, changed_at = ?5, changed_by = ?6`,
		...[tenant, ...values],
	);
	if (!isStopped) return undefined;
	await addFlagChange(connection, tenant, values);
	return stop;
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
