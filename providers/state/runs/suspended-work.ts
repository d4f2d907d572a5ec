/** Suspended runs as works of the queue: each is due when the time to decide about it is over. Their keys are the ids of the runs. */
import type { SuspendedRun } from '../../../core/ports/runs/runs';
import type { WorkQueue, WorkKindName } from '../../../core/ports/work';
import type { StateConnection } from '../../database/state-database';
import { createWorkQueue, type WorkQueueOptions } from '../work/work-queue';
import { addWork, cancelWaitingWork } from '../work/work-rows';
import { type ListedRun, listSuspended } from './suspensions';

export const suspendedRunWork: WorkKindName = 'suspended-run';

/** Hosts whose runs have nobody else who continues them: n8n continues an execution, and a process its job. */
const ownHosts = ['cli', 'mcp', 'a2a', 'rest', 'channel'];

/** Returns whether the service continues runs of this host. */
export const canContinue = (host = ''): boolean => ownHosts.includes(host);

/** Plans when a run that was just suspended continues without a decision. What was planned for an earlier suspension of it is not done. */
export async function planContinuation(
	connection: StateConnection,
	tenant: string,
	{ runId, host, whenTimedOut, decideBy, expiresAt }: Pick<SuspendedRun, 'runId' | 'host' | 'whenTimedOut' | 'decideBy' | 'expiresAt'>,
): Promise<void> {
	const id = { tenant, kind: suspendedRunWork, key: runId };
	await cancelWaitingWork(connection, id);
	if (whenTimedOut !== 'end' && canContinue(host)) await addWork(connection, { ...id, dueAt: Math.min(decideBy, expiresAt) });
}

/** Creates the queue of suspended runs whose time to decide is over. The work of one that was settled or has expired ends. */
export const createOverdueQueue = (
	options: Pick<WorkQueueOptions<ListedRun>, 'database' | 'now' | 'wakeUps' | 'pollMs'>,
): WorkQueue<ListedRun> =>
	createWorkQueue({
		...options,
		kind: suspendedRunWork,
		begin: async (connection, { tenant, key }, now) => (await listSuspended(connection, tenant, now, { runId: key }))[0],
	});
