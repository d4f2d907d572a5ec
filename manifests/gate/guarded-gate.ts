import type { GateSubject, ManifestReference } from '../../core/ports';
import type { RegistryClient } from '../client/registry-client';
import type { AuditLog } from '../trust/audit-log';
import type { PackageGate } from './package-gate';

/**
 * A gate whose decisions rest on a registry that was asked within its TTL, and whose refusals are written down, also those of what runs.
 * The wait for a registry is bounded; without an answer the gate decides by what is on the disk, and by the stale policy.
 */
export function guardedGate(gate: PackageGate, audit: AuditLog, client?: RegistryClient): PackageGate {
	const decide = async (ask: () => Promise<ManifestReference>): Promise<ManifestReference> => {
		const waiting = client?.fresh();
		if (waiting !== undefined) await waiting;
		try {
			const reference = await ask();
			client?.used(reference.sha256);
			return reference;
		} catch (error) {
			audit.write('refused', 'gate', error);
			throw error;
		}
	};
	const watch: PackageGate['watch'] = (subject) => {
		const watched = gate.watch!(subject);
		// Before whoever runs it hears: work that was stopped is a refusal as well.
		watched.signal.addEventListener('abort', () => audit.write('refused', 'gate', watched.signal.reason), { once: true });
		return watched;
	};
	return {
		admit: (subject: GateSubject) => decide(() => gate.admit(subject)),
		verify: () => decide(() => gate.verify()),
		...(gate.watch !== undefined && { watch }),
	};
}
