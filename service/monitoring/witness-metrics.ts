import { type Metric, metricOf } from '../../core/base/metrics/metrics';
import { formatVerifierKey } from '../../core/audit/note-key';
import { systemClock } from '../../core/ports/host';
import type { Host } from '../../providers/compose/hosts/host';
import { openCosigned, readWitnesses } from '../../providers/compose/state/host-witnesses';

/** Time since each witness failed to cosign, or refused, some tenant's log. */
export async function witnessMetrics(host: Host): Promise<Metric[]> {
	const witnesses = readWitnesses()?.witnesses ?? [];
	const store = witnesses.length > 0 ? await openCosigned(host) : undefined;
	if (!store) return [];
	const names = new Map(witnesses.map(({ key }) => [formatVerifierKey(key), key.name]));
	const now = (host.clock ?? systemClock).now();
	// One removed from the file is no longer asked.
	const failing = (await store.listFailing()).filter(({ witness }) => names.has(witness));
	return [
		metricOf(
			'troupe_audit_witness_failing_seconds',
			failing.map(({ witness, state, since }) => ({
				labels: { witness: names.get(witness)!, state },
				value: Math.max(0, now - since) / 1_000,
			})),
		),
	];
}
