import { hasLedger } from '../../providers/compose/models/ledger-place';
import { closeMonths } from '../../providers/compose/models/statements';
import type { Host } from '../../providers/compose/hosts/host';
import type { ReportFault } from '../log/fault-log';
import { repeat } from '../repeat';

const lookMs = 6 * 3_600_000;

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
