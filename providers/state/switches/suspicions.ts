import type { Switch } from '../../../core/ports/switches';
import type { StateConnection } from '../../database/state-database';
import { type SwitchSeal, writeOff } from './switch-rows';

/** What was counted before is forgotten after this time. */
const countedMs = 86_400_000;
/** Tools of agents leave this much room for the switches of people, whatever servers do. */
const maxTools = 500;

/** What is counted and turns nothing off yet is a switch that is on. */
export const counted = 'FROM switch WHERE tenant = ? AND target = ? AND is_on = 1';

/** Counts what speaks for turning a tool off. Until then, the stored reason lists who saw it. @returns the switch that is off */
export async function suspect(
	connection: StateConnection,
	off: Switch,
	{ who, max, seal }: { who: string; max: number; seal: SwitchSeal },
): Promise<Switch | undefined> {
	const { tenant, target, reason, changedAt, changedBy } = off;
	const known = await connection.get<Omit<Switch, 'tenant' | 'target'> & { isOn: number }>(
		'SELECT is_on AS "isOn", reason, changed_at AS "changedAt", changed_by AS "changedBy" FROM switch WHERE tenant = ? AND target = ?',
		...[tenant, target],
	);
	if (known && !known.isOn) return { tenant, target, reason: known.reason, changedAt: known.changedAt, changedBy: known.changedBy };
	const seen = known && changedAt - known.changedAt < countedMs ? known.reason.split(' ') : [];
	const seenBy = [...new Set([...seen, who])];
	const isEnough = seenBy.length >= max;
	if (!known && !(await makeRoom(connection, tenant, changedAt))) return undefined;
	if (isEnough) {
		await writeOff(connection, tenant, { target, reason, changedAt, changedBy }, seal);
		return off;
	}
	await connection.run(
		`INSERT INTO switch (tenant, target, is_on, reason, changed_at, changed_by) VALUES (?1, ?2, 1, ?3, ?4, ?5)
		ON CONFLICT (tenant, target) DO UPDATE SET reason = ?3, changed_at = ?4, changed_by = ?5`,
		...[tenant, target, seenBy.join(' '), changedAt, changedBy],
	);
	return undefined;
}

async function makeRoom(connection: StateConnection, tenant: string, now: number): Promise<boolean> {
	await connection.run(
		"DELETE FROM switch WHERE tenant = ? AND target LIKE 'tool:%' AND is_on = 1 AND changed_at < ?",
		tenant,
		now - countedMs,
	);
	const tools = await connection.get<{ count: number }>(
		"SELECT count(*) AS count FROM switch WHERE tenant = ? AND target LIKE 'tool:%'",
		tenant,
	);
	return Number(tools?.count ?? 0) < maxTools;
}
