import { TroupeError } from '../../base/errors';

/** @param leaseMs the lease of the other process, unless renewed */
export function runTaken(runId: string, leaseMs?: number): TroupeError {
	return new TroupeError({
		code: 'RUN_TAKEN',
		message: `Another process is working on the run ${runId}.`,
		fix: 'Wait until the run ends or its lease expires, then try again.',
		retryable: true,
		retryAfterMs: leaseMs,
		details: { runId },
	});
}
