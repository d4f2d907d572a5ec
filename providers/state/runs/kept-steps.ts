/** What is kept of the steps of a run when it has ended. */
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
 * Returns what the tenant keeps. The first step says so where the run cannot go on with it.
 * @param goesOn for a run that can go on with all of them @param tenant default: whose rules were read
 */
export type KeepSteps = (steps: readonly unknown[], goesOn: boolean, tenant?: string) => Promise<{ content: RunContent; steps: unknown[] }>;

/**
 * Reads what a tenant keeps, or for `everyTenant` what each does. Not within a change: the rules can be in the same database, and would wait for the
 * change, and the change for them.
 */
export type KeepFor = (tenant: string) => Promise<KeepSteps>;

export interface KeepingParts {
	seal: TextSeal;
	keep: KeepSteps;
}

export const keepAll: KeepSteps = async (steps) => ({ content: 'full', steps: [...steps] });

/** Says of the first step of a run whether it is of those that were kept at the end of an attempt: nobody goes on with them. */
export const wasKept = (first: unknown): boolean => (first as { kept?: unknown } | undefined)?.kept !== undefined;

/** Prepares what an end stores, before it reserves the database: the steps, and the whole trail for a host that did not hear of the end. */
export async function prepareKept(run: OneRun, all: readonly unknown[], repeats: boolean, { seal, keep }: KeepingParts) {
	const { content, steps } = await keep(all, repeats);
	const marked = content === 'full' ? undefined : await markTrail(run, steps, seal);
	return {
		seal: async (connection: StateConnection): Promise<WholeTrail> =>
			marked ?? markTrail(run, steps, seal, (await openKeyOf(connection, run, seal)) ?? seal),
		whole: repeats && content === 'masked' ? await sealEnded(run, all, seal) : undefined,
	};
}

/** Returns the trail of a run that has ended, so that it ends again in the same way. @throws TroupeError RUN_ENDED where it is not stored any more */
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
		...[run.tenant, run.runId],
	);
	if (row?.came === 'ended') throw runEnded(run.runId);
	// It does not begin again: what was kept stays.
	if (row?.came === 'cancelled') return [];
	// An attempt without tools ended, and began nothing that could be repeated.
	await dropTrail(connection, run, head);
	return [];
}

/** Keeps of a run that an operator cancelled what its tenant keeps: it does not go on. */
export async function keepCancelled(connection: StateConnection, run: OneRun, { seal, keep }: KeepingParts): Promise<void> {
	const trail = await readMarked(connection, run, seal);
	if (trail.length === 0 || wasKept(trail[0])) return;
	const { content, steps } = await keep(trail, false, run.tenant);
	const key = content === 'full' ? await openKeyOf(connection, run, seal) : undefined;
	const kept = await markTrail(run, steps, seal, key);
	await putTrail(connection, kept);
	await connection.run(
		'UPDATE run SET entries = ?, mark = ? WHERE tenant = ? AND id = ?',
		...[kept.entries.length, kept.head, run.tenant, run.runId],
	);
}

/** Ends a run that waits, and that nobody will continue. One that goes on is not changed. */
export async function cancelWaiting(
	connection: StateConnection,
	run: OneRun,
	{ reason, now }: { reason: string | null; now: number },
	parts: KeepingParts,
): Promise<void> {
	if ((await cancelRun(connection, run, reason, now)) === 0) return;
	await keepCancelled(connection, run, parts).catch((error: unknown) => {
		// Changed in the database, or without its key: it stays for whoever looks into it, and the runs beside it end.
		if (!isTroupeError(error) || !['RUN_STATE_INVALID', 'VAULT_UNREADABLE'].includes(error.code)) throw error;
	});
}
