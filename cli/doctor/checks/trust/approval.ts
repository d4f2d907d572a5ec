import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { snapshotFileName } from '../../../../manifests/documents/documents';
import { verifyPackage } from '../../../../manifests/package/verify-package';
import { readUnverifiedClaims } from '../../../../manifests/token/unverified-claims';
import { warnOfExpiry } from '../../../../manifests/trust/expiry';
import { ok, skipped, warn, type Check } from '../../check';
import { readMachineTrust, readTrustSettings } from './machine-trust';

/** Decides as the gate does before a command runs. */
export const approvalCheck: Check = {
	id: 'approval',
	looksAt: 'whether the gate allows this package: its manifest, its approvals and every file',
	async look(machine) {
		const { registry } = readTrustSettings(machine);
		if (registry !== undefined && !hasFreshSnapshot(registry.folder, machine.nowMs))
			return [
				skipped(
					'This machine has no fresh snapshot of the registry. The gate asks for the next one before it decides: `troupe manifest verify`.',
				),
			];
		const { reference, deprecated, approvers, lifetimes, trust } = await verifyPackage(readMachineTrust(machine));
		const { package: name, version } = reference;
		const ending = warnOfExpiry(
			lifetimes.filter(({ document }) => document !== 'root'),
			trust.nowMs,
		);
		return [
			ok(`${name} ${version} is approved by ${approvers.join(', ')}.`),
			...(deprecated ? [warn(`${name} ${version} is deprecated.`, 'Install an approved newer version: docs/operations/upgrade.md.')] : []),
			...ending.map((text) => warn(`${text}.`, 'Have the version signed and approved again, or install a newer one.')),
		];
	},
};

function hasFreshSnapshot(folder: string, nowMs: number): boolean {
	try {
		const { exp } = readUnverifiedClaims(readFileSync(join(folder, snapshotFileName), 'latin1'));
		return typeof exp === 'number' && exp * 1000 > nowMs;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
		return false;
	}
}
