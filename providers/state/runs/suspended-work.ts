/** Suspended runs as queued work, due at the decision deadline. Keys: run ids. */
import type { SuspendedRun } from '../../../core/ports/runs/runs';
import type { WorkQueue, WorkKindName } from '../../../core/ports/work';
import type { StateConnection } from '../../database/state-database';
import { createWorkQueue, type WorkQueueOptions } from '../work/work-queue';
import { addWork, cancelWaitingWork } from '../work/work-rows';
import { type ListedRun, listSuspended } from './suspensions';

export const suspendedRunWork: WorkKindName = 'suspended-run';

/** Hosts whose runs the service must continue itself; n8n continues executions, and processes their jobs. */
const ownHosts = ['cli', 'mcp', 'a2a', 'rest', 'channel'];

export const canContinue = (host = ''): boolean => ownHosts.includes(host);

/** Plans a suspended run's continuation without a decision; replaces an earlier plan. */
export async function planContinuation(
	connection: StateConnection,
	tenant: string,
	{ runId, host, whenTimedOut, decideBy, expiresAt }: Pick<SuspendedRun, 'runId' | 'host' | 'whenTimedOut' | 'decideBy' | 'expiresAt'>,
): Promise<void> {
	const id = { tenant, kind: suspendedRunWork, key: runId };
	await cancelWaitingWork(connection, id);
	if (whenTimedOut !== 'end' && canContinue(host)) await addWork(connection, { ...id, dueAt: Math.min(decideBy, expiresAt) });
}

export const createOverdueQueue = (
	options: Pick<WorkQueueOptions<ListedRun>, 'database' | 'now' | 'wakeUps' | 'pollMs'>,
): WorkQueue<ListedRun> =>
	createWorkQueue({
		...options,
		kind: suspendedRunWork,
		begin: async (connection, { tenant, key }, now) => (await listSuspended(connection, tenant, now, { runId: key }))[0],
	});
