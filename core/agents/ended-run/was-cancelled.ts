import { TroupeError } from '../../base/errors';

/** @param instead what to do in its place */
export const wasCancelled = (runId: string, instead = 'Ask the agent again, as another run.'): TroupeError =>
	new TroupeError({
		code: 'RUN_STOPPED',
		message: `An operator cancelled the run ${runId}.`,
		fix: `It does not begin again. ${instead}`,
	});
