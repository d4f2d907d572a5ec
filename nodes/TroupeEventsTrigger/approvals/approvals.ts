import type { IDataObject } from 'n8n-workflow';
import { toIso } from '../../../core/base/iso-time';
import type { RunNotice } from '../../../core/ports/runs/runs';
import type { TenantRecord } from '../../../core/records/follow-records';
import { openNotices } from '../../../providers/compose/state/host-runs';
import { linkApproval, linkRun } from '../../shared/console-links';
import type { RecordTrigger } from '../records/start-on-records';
import { readFilter } from './read-filter';

export const approvals: RecordTrigger<RunNotice> = {
	what: 'agents',
	open: openNotices,
	readFilter,
	toItem,
	findOwner: ({ tenant, record: { runId } }) => ({ id: `run ${tenant} ${runId}` }),
};

function toItem({ tenant, record }: TenantRecord<RunNotice>): IDataObject {
	const { id, kind, at, since, decideBy, whenTimedOut, runId, agent, pending, by } = record;
	const approvers = [...new Set(pending.flatMap(({ approver }) => approver ?? []))];
	return {
		id,
		event: kind,
		at: toIso(at),
		tenant,
		runId,
		agent,
		since: toIso(since),
		decideBy: toIso(decideBy),
		whenTimedOut,
		approvers,
		pending,
		...(by !== undefined && { by }),
		...linkRun(runId),
		...(kind === 'waiting' && linkApproval(runId)),
	};
}
