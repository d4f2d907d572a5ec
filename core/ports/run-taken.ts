import { TroupeError } from '../base/errors';

/** Another process works on the run: it will be done, or its lease will run out. */
export function runTaken(runId: string): TroupeError {
	return new TroupeError({
		code: 'RUN_TAKEN',
		message: `Another process is working on the run ${runId}.`,
		fix: 'Wait until the run ends or its lease expires, then try again.',
		retryable: true,
		details: { runId },
	});
}
