import { judgeWaiting } from '../../providers/compose/evaluation/judge-waiting';
import type { Host } from '../../providers/compose/hosts/host';
import { faultLog } from '../log/fault-log';
import type { Log } from '../log/log';
import { type Repeated, repeat } from '../repeat';

const everyMs = 30_000;

/** Judges waiting live runs, also those of commands or ended processes. Several machines may do it. Another process repeats unfinished judgements. */
export function judgeLiveRuns(host: Host, log: Log): Repeated {
	const reportFault = faultLog(log, 'runs that wait for their judge were not judged');
	const onFault = (fault: unknown) => reportFault(fault, {});
	const judge = async (signal: AbortSignal) => {
		for (let judged = 1; judged > 0 && !signal.aborted;) {
			const { passed, failed } = await judgeWaiting(host, signal, { onFault });
			judged = passed + failed;
		}
	};
	return repeat(judge, everyMs, onFault);
}
