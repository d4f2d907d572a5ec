import { TroupeError } from '../../core/base/errors';
import type { Host } from '../../providers/compose/hosts/host';
import { findSuspendedRun } from '../../providers/compose/state/find-suspended';
import { openRuns } from '../../providers/compose/state/host-runs';

/** @throws TroupeError RESOURCE_NOT_FOUND */
export async function findWaitingRun(runId: string, host: Host) {
	const store = await openRuns(host, host.stateFolder!);
	const [suspended, [listed]] = await Promise.all([findSuspendedRun(runId, host), store.listSuspended({ runId })]);
	if (suspended && listed) return { ...suspended, listed };
	throw new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `There is no run ${JSON.stringify(runId.slice(0, 200))} of this tenant that waits for a person.`,
		fix: 'List the runs that wait: GET /api/v1/approvals. A run that has ended is not listed.',
	});
}
