import { keptMs } from '../../../core/base/privacy/kept-classes';
import { isOnHold } from '../../database/legal-holds';
import { everyTenant, type StateConnection, type StateDatabase } from '../../database/state-database';
import { addDays } from './add-days';
import type { CallCells } from './call-marks';
import { giveUp, isNotOpen, type LedgerSeal } from './end-call';
import { addToCounters, type Subject } from './usage-counters';

/** Single calls kept; older ones become permanent daily totals. */
export interface Retention {
	maxCalls: number;
	milliseconds: number;
}

const day = 24 * 60 * 60_000;
export const defaultRetention: Retention = { maxCalls: 1_000_000, milliseconds: keptMs('usage') };

const atOnce = 2000;

/**
 * Marks unsettled calls of dead processes as lost; reservations stay counted as spent. One transaction per call, to keep others' waits short. @param
 * findLimit the moment before which a call must have started
 */
export async function markLost(
	database: StateDatabase,
	findLimit: (connection: StateConnection) => number,
	seal: LedgerSeal,
): Promise<void> {
	const lost = await database.read(everyTenant, (connection) =>
		connection.all<CallCells>(`SELECT * FROM usage_call WHERE state = 'open' AND at < ? ORDER BY id`, findLimit(connection)),
	);
	if (lost.length > 0) await seal.list.openKey();
	for (const row of lost) {
		const { tenant } = row as unknown as Subject;
		const change = database.change(tenant, async (connection) => {
			await giveUp(connection, row, seal);
			const open = { cost: -Number(row.cost), tokens: -(Number(row.input) + Number(row.output)), calls: -1 };
			await addToCounters(connection, row as unknown as Subject, { cost: 0, tokens: 0, calls: 0, open });
		});
		// Its process settled it after all.
		await change.catch((error: unknown) => {
			if (!isNotOpen(error)) throw error;
		});
	}
}

/** Keeps the last day, from which short windows are built. */
export async function prune(
	connection: StateConnection,
	{ maxCalls, milliseconds }: Retention,
	now: number,
	{ list, mark }: LedgerSeal,
): Promise<void> {
	// Marks and locks first: a lost call settled meanwhile is added before or after.
	const marked = await connection.run(
		`UPDATE usage_call SET pruned = 1 WHERE id IN (
			SELECT id FROM (SELECT id, at, state FROM usage_call WHERE NOT ${isOnHold('usage_call')} ORDER BY id LIMIT ${atOnce}) AS oldest
			WHERE state <> 'open' AND at < ?1 AND (at < ?2 OR id <= (SELECT MAX(id) FROM usage_call) - ?3))`,
		now - day,
		now - milliseconds,
		maxCalls,
	);
	if (marked === 0) return;
	const tenants = await connection.all<{ tenant: string }>('SELECT DISTINCT tenant FROM usage_call WHERE pruned = 1 ORDER BY tenant');
	for (const { tenant } of tenants) await removeFirst(connection, tenant, list);
	await addDays(connection, mark);
	await connection.run('DELETE FROM usage_call WHERE pruned = 1');
}

/** Removes from the start only, so that gaps always show tampering: calls ended after a kept one stay. */
async function removeFirst(connection: StateConnection, tenant: string, list: LedgerSeal['list']): Promise<void> {
	const numbers = await list.take(connection, tenant, 0);
	const kept = await connection.get<{ number: number }>(
		'SELECT number FROM usage_call WHERE tenant = ? AND pruned = 0 AND number IS NOT NULL ORDER BY number LIMIT 1',
		tenant,
	);
	const first = kept?.number ?? numbers.id + 1;
	await connection.run('UPDATE usage_call SET pruned = 0 WHERE tenant = ? AND pruned = 1 AND number > ?', tenant, first);
	await list.seal(connection, tenant, { ...numbers, first });
}
