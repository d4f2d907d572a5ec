import { isTroupeError } from '../../../../core/base/errors';
import { readOidcSettings } from '../../../../service/access/oidc/oidc-settings';
import { readApprovalRules } from '../../../../providers/compose/settings/approval-rules';
import { fail, ok, skipped, warn, type Check, type Machine } from '../../check';
import { listSigningKeys } from '../keys/signing-keys';
import { openMachineTrust } from '../trust/machine-trust';

export const approvalsCheck: Check = {
	id: 'approvals',
	looksAt: 'whether approvals of calls have to be signed, and whether this machine can verify that',
	look(machine) {
		const { signed } = readApprovalRules(machine.environment);
		if (signed === undefined)
			return [skipped('No approval of a call has to be signed: TROUPE_APPROVALS has no rule such as signed=irreversible.')];
		const rule = `TROUPE_APPROVALS has signed=${signed}`;
		const verifiers = [findRoot(machine), readOidcSettings(machine.environment)?.issuer].filter((one) => one !== undefined);
		if (verifiers.length === 0)
			return [
				fail(
					`${rule}, but this machine knows neither the keys of your people nor their issuer: nobody can approve such a call.`,
					'Pin your root in TROUPE_TRUST, or set TROUPE_OIDC_ISSUER and TROUPE_OIDC_AUDIENCE.',
				),
			];
		const keys = listSigningKeys(machine.home);
		if (keys.length > 0)
			return [
				warn(
					`${rule}, but private keys are in Troupe's home, where agents run: ${keys.join(', ')}.`,
					'Move each key to the machine of its owner.',
				),
			];
		return [ok(`${rule}. Statements are verified by ${verifiers.join(' and ')}`)];
	},
};

/** The root that came with the package has no keys of the people here. */
function findRoot(machine: Machine): string | undefined {
	try {
		const { root, rootFrom } = openMachineTrust(machine);
		return rootFrom === 'bundled' ? undefined : `the root of edition ${root.document.ver}`;
	} catch (error) {
		if (isTroupeError(error)) return undefined;
		throw error;
	}
}
