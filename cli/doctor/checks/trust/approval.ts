import { verifyPackage } from '../../../../manifests/package/verify-package';
import { warnOfExpiry } from '../../../../manifests/trust/expiry';
import { ok, warn, type Check } from '../../check';
import { readMachineTrust } from './machine-trust';

/** Does what the gate does before a command runs. */
export const approvalCheck: Check = {
	id: 'approval',
	looksAt: 'whether the gate allows this package: its manifest, its approvals and every file',
	async look(machine) {
		const { reference, deprecated, approvers, lifetimes, trust } = await verifyPackage(readMachineTrust(machine));
		const { package: name, version } = reference;
		const warnings = warnOfExpiry(
			lifetimes.filter(({ document }) => document !== 'root'),
			trust.nowMs,
		);
		return [
			ok(`${name} ${version} is approved by ${approvers.join(', ')}.`),
			...(deprecated ? [warn(`${name} ${version} is deprecated.`, 'Install an approved newer version: docs/upgrade.md.')] : []),
			...warnings.map((text) => warn(`${text}.`, 'Sign and approve the version again, or install a newer one.')),
		];
	},
};
