import { everyTenant, type StateConnection, type StateDatabase } from '../../../database/state-database';
import { addToCounters, type Subject } from './usage-counters';

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

type Lost = Subject & { id: number; cost: number; tokens: number };

/**
 * Marks calls as lost that were not settled in time, because their process is gone. Their reservations stay counted, as spent.
 * Each in a transaction of its own, so that no other waits for more than one of them.
 * @param findLimit the moment before which a call must have started
 */
export async function markLost(database: StateDatabase, findLimit: (connection: StateConnection) => number): Promise<void> {
	const lost = await database.read(everyTenant, (connection) =>
		connection.all<Lost>(
			`SELECT id, at, tenant, agent, callers, provider, model, run, instance, COALESCE(cost, 0) AS cost, input + output AS tokens
			FROM usage_call WHERE state = 'open' AND at < ? ORDER BY id`,
			findLimit(connection),
		),
	);
	for (const { id, cost, tokens, ...subject } of lost) {
		await database.change(subject.tenant, async (connection) => {
			const changed = await connection.run(`UPDATE usage_call SET state = 'lost' WHERE id = ? AND state = 'open'`, id);
			const open = { cost: -cost, tokens: -tokens, calls: -1 };
			if (changed > 0) await addToCounters(connection, subject, { cost: 0, tokens: 0, calls: 0, open });
		});
	}
}

/** Adds the oldest calls to the totals of their day. Calls of the last day stay, because counters of short windows are built from them. */
export async function prune(connection: StateConnection, { maxCalls, milliseconds }: Retention, now: number): Promise<void> {
	// Marked first, which locks them: a lost call that is settled meanwhile is added up before or after it.
	const marked = await connection.run(
		`UPDATE usage_call SET pruned = 1 WHERE id IN (
			SELECT id FROM (SELECT id, at, state FROM usage_call ORDER BY id LIMIT ${atOnce}) AS oldest
			WHERE state <> 'open' AND at < ?1 AND (at < ?2 OR id <= (SELECT MAX(id) FROM usage_call) - ?3))`,
		...[now - day, now - milliseconds, maxCalls],
	);
	if (marked === 0) return;
	const added = [
		'calls',
		'failed',
		'lost',
		'input',
		'cached',
		'cache_write',
		'output',
		'reasoning',
		'cost',
		'unpriced',
		'estimated',
		'searches',
	];
	await connection.run(
		`INSERT INTO usage_day (day, tenant, agent, host, provider, model, kind, process, element, ${added.join(', ')})
		SELECT at / ${day} * ${day}, tenant, COALESCE(agent, ''), host, provider, model, kind, COALESCE(process, ''), COALESCE(element, ''), COUNT(*),
			SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), SUM(CASE WHEN state = 'lost' THEN 1 ELSE 0 END),
			SUM(input), SUM(cached), SUM(cache_write), SUM(output), SUM(reasoning), SUM(COALESCE(cost, 0)),
			SUM(CASE WHEN cost IS NULL THEN 1 ELSE 0 END), SUM(estimated), SUM(searches)
		FROM usage_call WHERE pruned = 1 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
		ON CONFLICT (day, tenant, agent, host, provider, model, kind, process, element)
		DO UPDATE SET ${added.map((column) => `${column} = usage_day.${column} + excluded.${column}`).join(', ')}`,
	);
	await connection.run('DELETE FROM usage_call WHERE pruned = 1');
}
