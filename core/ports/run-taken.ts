import { TroupeError } from '../base/errors';

/** Another process works on the run: it will be done, or its lease will run out. */
export function runTaken(runId: string): TroupeError {
	return new TroupeError({
		code: 'RUN_TAKEN',
		message: `The run ${runId} is being worked on by another process.`,
		fix: 'Wait for it to end, or for its lease to run out; then it can be tried again.',
		retryable: true,
		details: { runId },
	});
}
