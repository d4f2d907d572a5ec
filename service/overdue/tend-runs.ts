import type { Host } from '../../providers/compose/host';
import { faultLog } from '../log/fault-log';
import type { AgentLog } from '../log/log-agents';
import type { Log } from '../log/log';
import { OverdueRuns } from './overdue-runs';

const everyMs = 30_000;

/**
 * Tells of runs about which nobody decided in time and continues those of commands and of callers of the service, when their time is over, and sends
 * what the webhook did not take yet. Several machines may do it at the same time. Returns a function that ends it.
 */
export function tendRuns(host: Host, log: Log, logAgent: AgentLog): { stop: () => Promise<void> } {
	const reportFault = faultLog(log, 'runs that wait for people were not looked at');
	const overdue = new OverdueRuns(host, log, logAgent);
	let timer: NodeJS.Timeout;
	let isStopped = false;
	const look = async () => {
		const { tendNotices } = await import('../../providers/compose/state/host-runs');
		await tendNotices(host);
		return overdue.look();
	};
	const tend = async () => {
		const dueIn = await look().catch((error: unknown) => void reportFault(error, {}));
		if (!isStopped) timer = setTimeout(() => void (tending = tend()), Math.min(everyMs, dueIn ?? everyMs)).unref();
	};
	let tending = tend();
	return {
		async stop() {
			isStopped = true;
			clearTimeout(timer);
			await tending;
			await overdue.stop();
		},
	};
}
