import type { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import type { Host } from '../../providers/compose/hosts/host';
import { serveEvents } from '../events/serve-events';
import { cleanDaily } from './clean-daily';
import { judgeLiveRuns } from '../quality/judge-live-runs';
import type { Log } from './log';
import { logBudgets } from './log-budgets';
import { logWakeUps } from './log-wake-ups';
import { logWarnings } from './log-warnings';
import { tendRuns } from '../overdue/tend-runs';
import { agentLog } from './log-agents';
import { watchCredentials } from './watch-credentials';

/**
 * Starts what a process that keeps running does beside its work: it logs warnings of the gate, budgets and faults of wake-ups, removes expired state,
 * continues runs about which nobody decided in time, judges live runs, sends events, and tests credentials.
 * @returns a function that ends it
 */
export function observeHost(host: Host, name: 'serve' | 'worker', log: Log, metrics: WorkerMetrics): () => Promise<void> {
	const warnings = logWarnings(host, name, log);
	const endBudgets = logBudgets(log, metrics);
	const endWakeUps = logWakeUps(log);
	const cleaning = cleanDaily(host, log);
	const tending = tendRuns(host, log, agentLog(log, metrics));
	const judging = judgeLiveRuns(host, log);
	const events = serveEvents(host, log);
	const credentials = watchCredentials(host, log, metrics);
	return async () => {
		warnings.stop();
		endBudgets();
		endWakeUps();
		await Promise.all([cleaning.stop(), tending.stop(), judging.stop(), credentials.stop(), events.stop()]);
	};
}
