import { TroupeError } from '../base/errors';

/** Creates the error for a run that another process is working on. */
export function runTaken(runId: string): TroupeError {
	return new TroupeError({
		code: 'RUN_TAKEN',
		message: `Another process is working on the run ${runId}.`,
		fix: 'Wait until the run ends or its lease expires, then try again.',
		retryable: true,
		details: { runId },
	});
}
