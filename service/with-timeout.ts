import { TroupeError } from '../core/base/errors';

/**
 * Bounds the wait for a part that can stall, such as a database or a disk. The part continues in the background. @param what subject of a sentence:
 * `A check of readiness` @throws TroupeError STORAGE_UNREACHABLE after the time
 */
export async function withTimeout<Answer>(answer: Answer, maxMs: number, what: string): Promise<Awaited<Answer>> {
	const late = Promise.withResolvers<never>();
	const timer = setTimeout(() => late.reject(tooSlow(what, maxMs)), maxMs);
	return Promise.race([answer, late.promise]).finally(() => clearTimeout(timer));
}

/** Orchestrators and Prometheus give a probe a few seconds, and take no answer for a broken process. */
export const probeMs = 3_000;

/** A caller's key is one row. With the metrics, it fits the ten seconds that Prometheus waits. */
export const keyMs = 5_000;

/** Senders wait longer, and retry after that. */
export const requestMs = 10_000;

const tooSlow = (what: string, maxMs: number) =>
	new TroupeError({
		code: 'STORAGE_UNREACHABLE',
		message: `${what} has not ended after ${maxMs / 1000} seconds.`,
		fix: 'Check that the database answers and that the disk of TROUPE_HOME is not stalled: run `troupe doctor`.',
		retryable: true,
	});
