import type { Host } from '../../../providers/compose/host';
import { faultLog } from './fault-log';
import type { Log } from './log';

const everyMs = 30_000;

/** Tells, now and then, of runs about which nobody decided in time, and sends what the webhook did not take yet. Returns a function that ends it. */
export function tendRuns(host: Host, log: Log): { stop: () => Promise<void> } {
	const reportFault = faultLog(log, 'runs that wait for people were not looked at');
	const tend = async () => {
		const { tendNotices } = await import('../../../providers/compose/state/host-runs');
		await tendNotices(host);
	};
	let tending = Promise.resolve();
	const start = () => (tending = tending.then(tend).catch((error: unknown) => reportFault(error, {})));
	const timer = setInterval(() => void start(), everyMs).unref();
	void start();
	return {
		async stop() {
			clearInterval(timer);
			await tending;
		},
	};
}
