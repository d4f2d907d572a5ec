import { Loop } from '../../core/work/loop';
import { judgeWaiting } from '../../providers/compose/evaluation/judge-waiting';
import type { Host } from '../../providers/compose/hosts/host';
import { faultLog } from '../log/fault-log';
import type { Log } from '../log/log';

const everyMs = 30_000;

/** Judges live runs that wait, also those that a command or an ended process left. Several machines may do it at the same time. */
export function judgeLiveRuns(host: Host, log: Log): { stop: () => Promise<void> } {
	const reportFault = faultLog(log, 'runs that wait for their judge were not judged');
	const stop = new AbortController();
	const judge = async (signal: AbortSignal) => {
		const { passed, failed } = await judgeWaiting(host, signal, { onFault: (fault) => reportFault(fault, {}) });
		return passed + failed;
	};
	const loop = new Loop('judged runs', judge, (_what, fault) => reportFault(fault, {}), everyMs);
	loop.start(stop.signal);
	return {
		async stop() {
			// What is being judged is taken again by another process.
			stop.abort();
			await loop.ended;
		},
	};
}
