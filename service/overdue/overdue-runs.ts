import { isTroupeError } from '../../core/base/errors';
import type { RetryPolicy } from '../../core/base/async/retry-policy';
import type { WorkKind } from '../../core/work/attempt-work';
import type { Host } from '../../providers/compose/hosts/host';
import { openRuns } from '../../providers/compose/state/host-runs';
import type { ListedRun } from '../../providers/state/runs/suspensions';
import { findSuspendedRun } from '../../providers/compose/state/find-suspended';
import { faultLog } from '../log/fault-log';
import type { AgentLog } from '../log/log-agents';
import type { Log } from '../log/log';
import { continueRun } from './continue-run';

/** An agent may be on another machine, or its models unreachable. The work ends with the run's expiry. */
const retry: RetryPolicy = { firstMs: 10_000, maxMs: 3_600_000 };
/** Another machine continues the run, or a decision is in progress. */
const elsewhere = ['RUN_TAKEN', 'RUN_STOPPED', 'RUN_ALREADY_RESUMED', 'CANCELLED'];

export async function overdueRuns(host: Host, stateFolder: string, log: Log, logAgent: AgentLog): Promise<WorkKind<ListedRun>> {
	const reportFault = faultLog(log, 'an overdue run was not continued');
	const { overdue: queue } = await openRuns(host, stateFolder);
	const now = () => host.clock?.now() ?? Date.now();
	return {
		queue,
		retry,
		async perform(run, work, signal) {
			const { tenant, runId, agent, decideBy } = run;
			// The earlier process ended after it continued the run, which waits again.
			if (decideBy > now()) return void (await queue.retry(work, decideBy - now()));
			await continueOverdue(run, host, { log, logAgent }, signal).catch((error: unknown) => {
				if (!isTroupeError(error) || !elsewhere.includes(error.code)) reportFault(error, { tenant, run: runId, agent });
				throw error;
			});
			await queue.finish(work);
		},
		onFault: (fault) => reportFault(fault, {}),
	};
}

async function continueOverdue(
	{ runId, tenant, agent, host: name, whenTimedOut, decideBy }: ListedRun,
	parts: Host,
	{ log, logAgent }: { log: Log; logAgent: AgentLog },
	signal: AbortSignal,
): Promise<void> {
	const host = { ...parts, name, tenant };
	const suspended = await findSuspendedRun(runId, host);
	// A person decided in the meantime, and it waits again.
	if (!suspended || suspended.state.decideBy !== decideBy) return;
	const outcome = await continueRun(suspended, { decisions: [] }, host, signal, (event) => logAgent(event, { tenant, host: name }));
	log('info', 'a run was continued, because nobody decided in time', { tenant, run: runId, agent, whenTimedOut, outcome: outcome.kind });
}
