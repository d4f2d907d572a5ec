import type { RunContent } from '../../../core/ports/runs/run-content';
import { isTroupeError } from '../../../core/base/errors';
import { byOperator } from '../../../core/ports/runs/run-records';
import { runEnded } from '../../../core/ports/runs/run-ended';
import type { StateConnection } from '../../database/state-database';
import { readEnded, sealEnded } from './ended-trails';
import { dropTrail, markTrail, putTrail, readMarked, type WholeTrail } from './marked-trails';
import { cancelRun } from './run-headers';
import { openKeyOf } from './sealed-entries';
import type { TextSeal } from './text-seal';
import type { OneRun } from './trail-marks';

/**
 * Returns the kept steps. The first step marks a run that cannot go on. @param goesOn for a run that can go on with all of them @param tenant
 * default: whose rules were read
 */
type KeepSteps = (steps: readonly unknown[], goesOn: boolean, tenant?: string) => Promise<{ content: RunContent; steps: unknown[] }>;

/** Reads a tenant's rules, or for `everyTenant` each tenant's. Not within a change: the rules can be in the same database, which would deadlock. */
export type KeepFor = (tenant: string) => Promise<KeepSteps>;

export interface KeepingParts {
	seal: TextSeal;
	keep: KeepSteps;
}

export const keepAll: KeepSteps = async (steps) => ({ content: 'full', steps: [...steps] });

export const wasKept = (first: unknown): boolean => (first as { kept?: unknown } | undefined)?.kept !== undefined;

/** Prepares an end before reserving the database: the kept steps, and the whole trail for a host that missed the end. */
export async function prepareKept(run: OneRun, all: readonly unknown[], repeats: boolean, { seal, keep }: KeepingParts) {
	const { content, steps } = await keep(all, repeats);
	const marked = content === 'full' ? undefined : await markTrail(run, steps, seal);
	return {
		seal: async (connection: StateConnection): Promise<WholeTrail> =>
			marked ?? markTrail(run, steps, seal, (await openKeyOf(connection, run, seal)) ?? seal),
		whole: repeats && content === 'masked' ? await sealEnded(run, all, seal) : undefined,
	};
}

/** Returns an ended run's trail, so that it ends again the same way. @throws TroupeError RUN_ENDED if it is no longer stored */
export async function openAgain(
	connection: StateConnection,
	run: OneRun,
	{ seal, head, now }: { seal: TextSeal; head: string; now: number },
): Promise<unknown[]> {
	const whole = await readEnded(connection, run, seal, now);
	if (whole) return whole;
	const row = await connection.get<{ came: 'cancelled' | 'ended' | null }>(
		`SELECT CASE WHEN reason = '${byOperator}' THEN 'cancelled' WHEN state = 'cancelled' OR (state = 'completed' AND ends_by = 0) THEN 'ended' END AS came
		FROM run WHERE tenant = ? AND id = ?`,
		run.tenant,
		run.runId,
	);
	if (row?.came === 'ended') throw runEnded(run.runId);
	// The run does not begin again: its kept steps stay.
	if (row?.came === 'cancelled') return [];
	// An attempt without tools began nothing that could repeat.
	await dropTrail(connection, run, head);
	return [];
}

export async function keepCancelled(connection: StateConnection, run: OneRun, { seal, keep }: KeepingParts): Promise<void> {
	const trail = await readMarked(connection, run, seal);
	if (trail.length === 0 || wasKept(trail[0])) return;
	const { content, steps } = await keep(trail, false, run.tenant);
	const key = content === 'full' ? await openKeyOf(connection, run, seal) : undefined;
	const kept = await markTrail(run, steps, seal, key);
	await putTrail(connection, kept);
	await connection.run(
		'UPDATE run SET entries = ?, mark = ? WHERE tenant = ? AND id = ?',
		kept.entries.length,
		kept.head,
		run.tenant,
		run.runId,
	);
}

/** Ends a waiting run that nobody will continue; leaves a running one unchanged. */
export async function cancelWaiting(
	connection: StateConnection,
	run: OneRun,
	{ reason, now }: { reason: string | null; now: number },
	parts: KeepingParts,
): Promise<void> {
	if ((await cancelRun(connection, run, reason, now)) === 0) return;
	await keepCancelled(connection, run, parts).catch((error: unknown) => {
		// Tampered or without key: it stays for investigation; other runs end.
		if (!isTroupeError(error) || !['RUN_STATE_INVALID', 'VAULT_UNREADABLE'].includes(error.code)) throw error;
	});
}
