import type { Host } from '../../providers/compose/hosts/host';
import { openAudit } from '../../providers/compose/state/host-audit';
import { repeat } from '../repeat';
import { faultLog } from './fault-log';
import type { Log } from './log';

/** An entry is indexed and proven within about two seconds. */
const everyMs = 1_000;

/** Indexes waiting audit entries. Several machines may do it: a turn orders them, and a later one finds nothing. @returns a function that ends it */
export function sequenceAudits(host: Host, log: Log): { stop: () => Promise<void> } {
	const reportFault = faultLog(log, 'entries of the audit log got no index');
	const report = (fault: unknown) => reportFault(fault, {});
	return repeat(
		async () => {
			const audit = await openAudit(host);
			for (const fault of (await audit?.store.sequenceAll()) ?? []) report(fault);
		},
		everyMs,
		report,
	);
}
