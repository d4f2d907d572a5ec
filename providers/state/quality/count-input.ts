import { toDay } from '../../../core/base/iso-time';
import { type InputDay, type InputTraits, type ReplyTraits } from '../../../core/ports/quality';
import type { StateConnection } from '../../database/state-database';
import { dayMs, maxDays } from './count-day';

const maxRows = 20_000;

export async function countInput(
	connection: StateConnection,
	tenant: string,
	{ agent, now }: { agent: string; now: number },
	traits: InputTraits & Partial<ReplyTraits>,
): Promise<number> {
	const day = Math.floor(now / dayMs);
	for (const [trait, value] of Object.entries(traits) as Array<[string, string]>)
		await connection.run(
			`INSERT INTO input_day (tenant, agent, day, trait, value, count) VALUES (?, ?, ?, ?, ?, 1)
			ON CONFLICT (tenant, agent, day, trait, value) DO UPDATE SET count = input_day.count + 1`,
			tenant,
			agent,
			day,
			trait,
			value,
		);
	await connection.run('DELETE FROM input_day WHERE tenant = ? AND agent = ? AND day < ?', tenant, agent, day - maxDays);
	const row = await connection.get<{ count: number }>(
		`SELECT sum(count) AS count FROM input_day WHERE tenant = ? AND agent = ? AND day = ? AND trait = 'length'`,
		tenant,
		agent,
		day,
	);
	return Number(row?.count ?? 0);
}

/** Oldest first. @param agent empty: all agents */
export async function readInputs(connection: StateConnection, tenant: string, agent: string, since: number): Promise<InputDay[]> {
	const rows = await connection.all<Omit<InputDay, 'day'> & { day: number }>(
		`SELECT agent, day, trait, value, count FROM input_day WHERE tenant = ?1 AND (?2 = '' OR agent = ?2) AND day > ?3
		ORDER BY day, agent, trait, value LIMIT ?4`,
		tenant,
		agent,
		since,
		maxRows,
	);
	return rows.map((row) => ({ ...row, day: toDay(row.day * dayMs) }));
}
