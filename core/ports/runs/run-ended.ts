import { TroupeError } from '../../base/errors';

/** The run's texts were removed: its calls must not be repeated. */
export function runEnded(runId: string): TroupeError {
	return new TroupeError({
		code: 'RUN_ENDED',
		message: `The run ${runId} has ended, and what it said is not stored any more. Nothing was done again.`,
		fix: 'Look at it with `troupe run show`. Ask the agent again, as another run.',
		details: { runId },
	});
}
