import { listenToWakeUpFaults } from '../../providers/compose/state/host-wake-ups';
import { faultLog } from './fault-log';
import type { Log } from './log';

/** Logs that wake-ups do not reach other processes, once a minute. Returns a function that ends it. */
export function logWakeUps(log: Log): () => void {
	const reportFault = faultLog(log, 'other processes notice changes later');
	return listenToWakeUpFaults((fault) => reportFault(fault, {}));
}
