import { defaultTenant } from '../../core/base/tenant';
import { startWorkRunner } from '../../core/work/work-runner';
import type { Host } from '../../providers/compose/hosts/host';
import { tendNotices } from '../../providers/compose/state/host-runs';
import { faultLog } from '../log/fault-log';
import type { AgentLog } from '../log/log-agents';
import type { Log } from '../log/log';
import { repeat } from '../repeat';
import { overdueRuns } from './overdue-runs';

const everyMs = 30_000;
/** For active runs when the service stops. Another machine continues the rest. */
const graceMs = 10_000;

/**
 * Reports undecided runs, continues those of commands and service callers after their time, and sends pending webhooks. Several machines may do it.
 * Returns a function that ends it.
 */
export function tendRuns(host: Host, log: Log, logAgent: AgentLog): { stop: () => Promise<void> } {
	const { stateFolder, tenant = defaultTenant } = host;
	if (stateFolder === undefined) return { stop: () => Promise.resolve() };
	const reportFault = faultLog(log, 'runs that wait for people were not looked at');
	const notices = repeat(
		() => tendNotices(host),
		everyMs,
		(fault) => reportFault(fault, {}),
	);
	const choose = () => Promise.resolve([{ tenant }]);
	const starting = overdueRuns(host, stateFolder, log, logAgent).then(
		(kind) => startWorkRunner({ ...kind, ...(tenant !== defaultTenant && { choose }) }),
		(fault: unknown) => void reportFault(fault, {}),
	);
	return {
		async stop() {
			await notices.stop();
			await (await starting)?.close(graceMs);
		},
	};
}
