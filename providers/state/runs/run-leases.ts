import { runTaken } from '../../../core/ports/runs/run-taken';
import type { StateConnection } from '../../database/state-database';
import { wasChanged } from './check-trail';
import { keepOwners, mayGoOn, type Owners } from './run-headers';

export interface Holder {
	tenant: string;
	runId: string;
	holder: string;
}

/** Milliseconds since the epoch, by the store's clock. */
export interface Lease {
	now: number;
	until: number;
}

/** Reserves or creates a run. @param mark of a run without entries @throws TroupeError RUN_TAKEN */
export async function takeRun(
	connection: StateConnection,
	{ tenant, runId, holder }: Holder,
	{ now, until }: Lease,
	{ mark, contact, conversation }: Owners & { mark: string },
): Promise<void> {
	const changes = await connection.run(
		`INSERT INTO run (tenant, id, holder, leased_until, entries, mark, touched_at, started_at, contact, conversation)
		VALUES (?1, ?2, ?3, ?4, 0, ?6, ?5, ?5, ?7, ?8)
		ON CONFLICT (tenant, id) DO UPDATE SET holder = ?3, leased_until = ?4, touched_at = ?5, ${keepOwners}
		WHERE run.holder IS NULL OR run.holder = ?3 OR run.leased_until <= ?5`,
		...[tenant, runId, holder, until, now, mark, contact ?? null, conversation ?? null],
	);
	if (changes > 0) return;
	const row = await connection.get<{ until: number }>('SELECT leased_until AS until FROM run WHERE tenant = ? AND id = ?', tenant, runId);
	throw runTaken(runId, row && row.until - now);
}

/** Renews a lease and counts added entries, also repeated ones. @throws TroupeError RUN_TAKEN, RUN_STATE_INVALID if others were removed or added */
export async function renewLease(
	connection: StateConnection,
	{ tenant, runId, holder }: Holder,
	{ now, until }: Lease,
	entries: { from: number; to: number },
): Promise<void> {
	const changes = await connection.run(
		`UPDATE run SET leased_until = ?4, touched_at = ?5, entries = ?7
		WHERE tenant = ?1 AND id = ?2 AND holder = ?3 AND entries IN (?6, ?7) AND ${mayGoOn}`,
		...[tenant, runId, holder, until, now, entries.from, entries.to],
	);
	if (changes > 0) return;
	const run = await connection.get<{ holder: string | null; entries: number }>(
		`SELECT holder, entries FROM run WHERE tenant = ? AND id = ? AND ${mayGoOn}`,
		...[tenant, runId],
	);
	// Only the holder may add entries.
	if (run?.holder === holder)
		throw wasChanged({
			...{ tenant, runId, step: Math.min(run.entries, entries.from) + 1 },
			problem: run.entries < entries.from ? 'removed' : 'added',
		});
	throw runTaken(runId);
}
