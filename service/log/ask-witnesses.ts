import { composeEvents } from '../../providers/compose/events/events';
import type { Host } from '../../providers/compose/hosts/host';
import { askWitnesses, findWitnessFault } from '../../providers/compose/state/host-witnesses';
import type { WitnessChange } from '../../providers/state/audit/witness-rows';
import { repeat } from '../repeat';
import { faultLog } from './fault-log';
import type { Log } from './log';

const everyMs = 2_000;

/**
 * Has witnesses cosign all tenants' checkpoints; several machines share the work, one per log and witness. Logs and publishes refusals, logs a late
 * witness. @returns a function that ends it
 */
export function askForCosignatures(host: Host, log: Log): { stop: () => Promise<void> } {
	const reportFault = faultLog(log, 'witnesses were not asked');
	const report = (fault: unknown) => reportFault(fault, {});
	const fault = findWitnessFault();
	if (fault) faultLog(log, 'the file of witnesses cannot be used')(fault, {});
	const events = composeEvents(host);
	const tell = async ({ tenant, witness, state, reason, before }: WitnessChange): Promise<void> => {
		if (before === undefined || (before === 'new' && state === 'cosigned')) return;
		const name = witness.split('+')[0]!;
		const facts = { tenant, witness: name, ...(reason !== undefined && { reason }) };
		if (state === 'cosigned') log('info', 'witness cosigns the audit log again', facts);
		else if (state === 'late') log('warn', 'witness does not cosign the audit log', facts);
		else {
			log('error', 'witness refuses the audit log: it cosigned another one', facts);
			await events.publish(tenant, { type: 'audit.log.refused', data: { witness: name, reason: reason ?? '' } }).catch(report);
		}
	};
	return repeat((signal) => askWitnesses(host, signal, { onChange: tell, onFault: report }), everyMs, report);
}
