import type { GateSubject, ManifestReference } from '../../core/ports/manifests';
import type { RegistryClient } from '../client/registry-client';
import { warnOfExpiry, type Lifetime } from '../trust/expiry';
import type { AuditLog } from '../trust/audit-log';
import type { InstallationGate } from './installation-gate';
import type { PackageGate } from './package-gate';

/**
 * Asks the registry within its TTL before a decision, and writes refusals, also of running work, to the audit log. The wait is bounded: without a
 * response, the files on disk and the stale policy decide.
 */
export function guardedGate(
	gate: PackageGate,
	audit: AuditLog,
	client?: RegistryClient,
	readTokenLife: () => Lifetime | undefined = () => undefined,
): PackageGate {
	const warn = (reference: ManifestReference): ManifestReference => {
		const life = readTokenLife();
		const warnings = life === undefined ? [] : warnOfExpiry([life], Date.now());
		return warnings.length === 0 ? reference : { ...reference, warnings: [...(reference.warnings ?? []), ...warnings] };
	};
	const decide = async (ask: () => Promise<ManifestReference>, isOffline = false): Promise<ManifestReference> => {
		const waiting = isOffline ? undefined : client?.fresh();
		if (waiting !== undefined) await waiting;
		try {
			const reference = await ask();
			client?.used(reference.sha256);
			return warn(reference);
		} catch (error) {
			audit.write('refused', 'gate', error);
			throw error;
		}
	};
	const watch: PackageGate['watch'] = (subject) => {
		const watched = gate.watch!(subject);
		// Registered before the host's listener: stopped work is a refusal too.
		watched.signal.addEventListener('abort', () => audit.write('refused', 'gate', watched.signal.reason), { once: true });
		return watched;
	};
	return {
		admit: (subject: GateSubject) => decide(() => gate.admit(subject)),
		offline: () => ({ admit: (subject) => decide(() => gate.admit(subject), true), ...(gate.watch !== undefined && { watch }) }),
		verify: () => decide(() => gate.verify()),
		status: async () => {
			const { expiries, ...status } = await gate.status();
			const life = readTokenLife();
			const registryFault = client?.lastError?.code;
			const all = life === undefined ? expiries : [...expiries, { document: life.document, endMs: life.endMs }];
			return { ...status, expiries: all, ...(registryFault !== undefined && { registryFault }) };
		},
		...(gate.watch !== undefined && { watch }),
	};
}

export function guardedInstallation(gate: InstallationGate, audit: AuditLog, client?: RegistryClient): InstallationGate {
	const fresh = async () => void (await client?.fresh());
	return {
		async admit(nodeType) {
			await fresh();
			try {
				const packages = await gate.admit(nodeType);
				for (const { manifest } of packages) if (manifest) client?.used(manifest.sha256);
				return packages;
			} catch (error) {
				audit.write('refused', 'gate', error);
				throw error;
			}
		},
		report: () => fresh().then(() => gate.report()),
	};
}
