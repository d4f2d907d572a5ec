import { TroupeError } from '../../../core/base/errors';

export function unknownRun(runId: string): TroupeError {
	return new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `There is no stored run with the id "${runId.slice(0, 200)}".`,
		fix: 'List the runs with `troupe run list` or GET /api/v1/runs. Runs are stored for thirty days.',
	});
}
