import type { IExecuteFunctions, ISupplyDataFunctions } from 'n8n-workflow';
import { policyFolders } from '../../../core/base/home-folders';
import type { GuardParts } from '../../../core/guardrails/policy/check-kind';
import { placeChecks } from '../../../core/guardrails/policy/create-guard';
import type { Guard } from '../../../core/guardrails/policy/guard';
import type { StandardPart } from '../../../core/guardrails/policy/standard-policy';
import type { GuardrailPolicy } from '../../../core/guardrails/policy/guardrail-policy';
import { composeAbuse } from '../../../providers/compose/guardrails/guard-parts';
import { createTenantGuard, readTenantDemands } from '../../../providers/compose/guardrails/tenant-policies';
import { placeForHost } from '../../../providers/compose/guardrails/standard';
import type { PolicyHost } from '../../../providers/compose/guardrails/find-policy';
import { readState } from '../state/read-state';

export type PolicyTrust = Pick<PolicyHost, 'gate' | 'published'>;

/**
 * Opens the guard of a node: its policy, if it has one, and those that the tenant of its credential requires.
 * @param standard set for what calls a model: the standard policy comes first
 * @throws TroupeError POLICY_INVALID, and INPUT_INVALID or MANIFEST_* if a policy of the tenant is not available
 */
export async function openGuard(
	context: IExecuteFunctions | ISupplyDataFunctions,
	policy: GuardrailPolicy | undefined,
	trust: PolicyTrust,
	parts?: GuardParts,
	standard?: { without: readonly StandardPart[] },
): Promise<Guard> {
	const host = { ...(await readState(context)), ...trust, policyFolders: policyFolders() };
	const own = { ...parts, ...composeAbuse(host) };
	const demands = await readTenantDemands(host);
	const usual = standard ? await placeForHost({ ...standard, policy }, demands, own) : [];
	return createTenantGuard([...usual, ...(policy ? await placeChecks(policy, own) : [])], demands, own);
}
