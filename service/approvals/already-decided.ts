import { toIso } from '../../core/base/iso-time';
import { TroupeError } from '../../core/base/errors';
import type { Grant } from '../../manifests/registry/access/access-claims';
import type { Host } from '../../providers/compose/hosts/host';
import { openRuns } from '../../providers/compose/state/host-runs';
import { scopesWithin } from '../access/scopes';
import { hasEnded } from '../runs/has-ended';

/** Creates the error for a run that waits no more; undefined if the reason is unknown. Only readers of the run learn who decided. */
export async function findDecided(runId: string, host: Host, { scopes }: Pick<Grant, 'scopes'>): Promise<TroupeError | undefined> {
	const store = await openRuns(host, host.stateFolder!);
	const [record, decision] = await Promise.all([store.findRecord(runId), store.findDecision(runId)]);
	if (record?.state === 'cancelled' && decision?.kind !== 'decided') return hasEnded(runId, record.state);
	if (!record || !decision) return undefined;
	const by = scopesWithin(scopes, record.agent?.id).has('run:read') ? decision.by : undefined;
	const decidedAt = toIso(decision.at);
	const how = decision.kind === 'decided' ? `decided${by === undefined ? '' : ` by ${by}`}` : 'continued without a decision';
	return new TroupeError({
		code: 'RUN_ALREADY_RESUMED',
		message: `The run was ${how} at ${decidedAt}. Decisions apply only once.`,
		fix: 'Read what it came to: GET /api/v1/runs/RUN.',
		details: { runId, state: record.state, decidedAt, ...(by !== undefined && { decidedBy: by }) },
	});
}
