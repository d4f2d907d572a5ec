import type { GateSubject, ManifestReference } from '../../core/ports';
import type { RegistryClient } from '../client/registry-client';
import type { AuditLog } from '../trust/audit-log';
import type { InstallationGate } from './installation-gate';
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

/** The same for the packages that are not Troupe's own. */
export function guardedInstallation(gate: InstallationGate, audit: AuditLog, client?: RegistryClient): InstallationGate {
	const fresh = async () => void (await client?.fresh());
	return {
		async admit(nodeType) {
			await fresh();
			try {
				const found = await gate.admit(nodeType);
				for (const { manifest } of found) if (manifest) client?.used(manifest.sha256);
				return found;
			} catch (error) {
				audit.write('refused', 'gate', error);
				throw error;
			}
		},
		report: () => fresh().then(() => gate.report()),
	};
}
