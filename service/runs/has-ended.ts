import { TroupeError } from '../../core/base/errors';

export const hasEnded = (runId: string, state: string): TroupeError =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The run has ended: it is ${state}.`,
		fix: 'Read what it came to: GET /api/v1/runs/RUN. On a command line: `troupe run show RUN`.',
		details: { runId, state },
	});
