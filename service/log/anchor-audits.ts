import type { Host } from '../../providers/compose/hosts/host';
import { anchorAll } from '../../providers/compose/state/host-anchors';
import { repeat } from '../repeat';
import { faultLog } from './fault-log';
import type { Log } from './log';

const everyMs = 3_600_000;

/** Anchors all tenants' newest checkpoints on this machine hourly. @returns a function that ends it */
export function anchorAudits(host: Host, log: Log): { stop: () => Promise<void> } {
	const reportFault = faultLog(log, 'checkpoints of the audit log were not anchored');
	const report = (fault: unknown) => reportFault(fault, {});
	return repeat(() => anchorAll(host, report), everyMs, report);
}
