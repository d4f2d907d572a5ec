import type { Connection } from '../../../database/shared-database';

/** How many single calls the ledger keeps; older ones are kept as daily totals, permanently. */
export interface Retention {
	/** Max number of calls. */
	maxCalls: number;
	milliseconds: number;
}

const day = 24 * 60 * 60_000;
export const defaultRetention: Retention = { maxCalls: 1_000_000, milliseconds: 400 * day };

/** Calls removed at a time; more than are added between two runs. */
const atOnce = 2000;

/** Marks calls as lost that were not settled in time, because their process is gone. Their reservations stay counted. */
export function markLost(connection: Connection, before: number): void {
	connection.sql(`UPDATE call SET state = 'lost' WHERE state = 'open' AND at < ?`).run(before);
}

/** Adds the oldest calls to the totals of their day. Calls of the last day stay, because counters of short windows are built from them. */
export function prune(connection: Connection, { maxCalls, milliseconds }: Retention, now: number): void {
	const oldest = `id IN (
		SELECT id FROM (SELECT id, at, state FROM call ORDER BY id LIMIT ${atOnce})
		WHERE state <> 'open' AND at < :young AND (at < :since OR id <= (SELECT MAX(id) FROM call) - :maxCalls))`;
	const which = { young: now - day, since: now - milliseconds, maxCalls };
	connection
		.sql(
			`INSERT INTO daily
			SELECT at / ${day} * ${day}, tenant, IFNULL(agent, ''), host, provider, model, kind, COUNT(*), SUM(state = 'failed'), SUM(state = 'lost'),
				SUM(input), SUM(cached), SUM(cache_write), SUM(output), SUM(reasoning), SUM(IFNULL(cost, 0)), SUM(cost IS NULL), SUM(estimated),
				SUM(searches)
			FROM call WHERE ${oldest} GROUP BY 1, 2, 3, 4, 5, 6, 7
			ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, failed = failed + excluded.failed, lost = lost + excluded.lost,
				input = input + excluded.input, cached = cached + excluded.cached, cache_write = cache_write + excluded.cache_write,
				output = output + excluded.output, reasoning = reasoning + excluded.reasoning, cost = cost + excluded.cost,
				unpriced = unpriced + excluded.unpriced, estimated = estimated + excluded.estimated,
				searches = searches + excluded.searches`,
		)
		.run(which);
	connection.sql(`DELETE FROM call WHERE ${oldest}`).run(which);
}
