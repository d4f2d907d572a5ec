import { TroupeError } from '../../base/errors';

/** Creates the error for a run that another process is working on. @param leaseMs how long that process has it, if it does not renew its lease */
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
