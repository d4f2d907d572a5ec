import { TroupeError } from '../../base/errors';

/** Creates the error for a run that an operator cancelled. @param instead what to do in its place */
export const wasCancelled = (runId: string, instead = 'Ask the agent again, as another run.'): TroupeError =>
	new TroupeError({
		code: 'RUN_STOPPED',
		message: `An operator cancelled the run ${runId}.`,
		fix: `It does not begin again. ${instead}`,
	});
