import { toDay } from '../../../core/base/iso-time';
import { type Action, type ActionChange, type ActionDay } from '../../../core/ports/quality';
import type { StateConnection } from '../../database/state-database';
import { dayMs, maxDays } from './count-day';

const maxRows = 20_000;

export async function countAction(
	connection: StateConnection,
	tenant: string,
	{ agent, now }: { agent: string; now: number },
	{ tool, origin, amount }: Action,
): Promise<void> {
	const day = Math.floor(now / dayMs);
	await connection.run(
		`INSERT INTO action_day (tenant, agent, day, tool, origin, calls, amount) VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6)
		ON CONFLICT (tenant, agent, day, tool, origin) DO UPDATE SET calls = action_day.calls + 1, amount = action_day.amount + ?6`,
		tenant,
		agent,
		day,
		tool,
		origin,
		amount,
	);
	await connection.run('DELETE FROM action_day WHERE tenant = ? AND agent = ? AND day < ?', tenant, agent, day - maxDays);
}

export async function takeUntold(
	connection: StateConnection,
	tenant: string,
	now: number,
	changes: readonly ActionChange[],
): Promise<ActionChange[]> {
	const untold: ActionChange[] = [];
	for (const change of changes) {
		const { agent, tool, origin, kind } = change;
		const told = await connection.run(
			`UPDATE action_day SET told = told || ?1 WHERE tenant = ?2 AND agent = ?3 AND day = ?4 AND tool = ?5 AND origin = ?6 AND told NOT LIKE ?7`,
			` ${kind}`,
			tenant,
			agent,
			Math.floor(now / dayMs),
			tool,
			origin,
			`%${kind}%`,
		);
		if (told > 0) untold.push(change);
	}
	return untold;
}

/** Oldest first. @param agent empty: all agents */
export async function readActions(connection: StateConnection, tenant: string, agent: string, since: number): Promise<ActionDay[]> {
	const rows = await connection.all<Omit<ActionDay, 'day'> & { day: number }>(
		`SELECT agent, day, tool, origin, calls, amount FROM action_day WHERE tenant = ?1 AND (?2 = '' OR agent = ?2) AND day > ?3
		ORDER BY day, agent, tool, origin LIMIT ?4`,
		tenant,
		agent,
		since,
		maxRows,
	);
	return rows.map((row) => ({ ...row, day: toDay(row.day * dayMs) }));
}
