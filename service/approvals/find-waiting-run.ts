import { TroupeError } from '../../core/base/errors';
import type { Grant } from '../../manifests/registry/access/access-claims';
import type { Host } from '../../providers/compose/hosts/host';
import { findSuspendedRun } from '../../providers/compose/state/find-suspended';
import { openRuns } from '../../providers/compose/state/host-runs';
import { allows, scopeOfAgent } from '../access/scopes';

/** @param grant of a caller with rights for some agents @throws TroupeError RESOURCE_NOT_FOUND */
export async function findWaitingRun(runId: string, host: Host, grant?: Pick<Grant, 'scopes'>) {
	const store = await openRuns(host, host.stateFolder!);
	const [suspended, [listed]] = await Promise.all([findSuspendedRun(runId, host), store.listSuspended({ runId })]);
	const mayDecide = !grant || (listed && allows(grant.scopes, scopeOfAgent(listed.agent.id, 'agent:decide')));
	if (suspended && listed && mayDecide) return { ...suspended, listed };
	throw new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `There is no run ${JSON.stringify(runId.slice(0, 200))} of this tenant that waits for a person.`,
		fix: 'List the runs that wait: GET /api/v1/approvals. A run that has ended is not listed.',
	});
}
