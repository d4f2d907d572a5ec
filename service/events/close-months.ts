import { hasLedger } from '../../providers/compose/models/ledger-place';
import { closeMonths } from '../../providers/compose/models/statements';
import type { Host } from '../../providers/compose/hosts/host';
import type { ReportFault } from '../log/fault-log';
import { repeat } from '../repeat';

/** Each look adds up two months of every tenant. */
const lookMs = 6 * 3_600_000;

/** Closes the statements of months that are over, and corrects them, once over all processes. */
export function closeStatements(host: Host, reportFault: ReportFault): { stop: () => Promise<void> } {
	const { stateFolder } = host;
	if (stateFolder === undefined) return { stop: () => Promise.resolve() };
	const place = { ...host, stateFolder };
	return repeat(
		async () => {
			if (hasLedger(place)) await closeMonths(place);
		},
		lookMs,
		(fault) => reportFault(fault, {}),
	);
}
