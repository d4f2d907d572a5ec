import { placeChecks } from '../../../core/guardrails/policy/create-guard';
import type { Guard } from '../../../core/guardrails/policy/guard';
import { parseGuardrailPolicy } from '../../../core/guardrails/policy/parse-guardrail-policy';
import type { GuardrailPolicy } from '../../../core/guardrails/policy/guardrail-policy';
import type { Host } from '../hosts/host';
import { findPolicy } from './find-policy';
import { composeGuardParts } from './guard-parts';
import { createTenantGuard, readTenantDemands } from './tenant-policies';

export type PolicyReference =
	| { kind: 'id'; id: string } // in the registry, then in the policy folders; `id@range`: in the registry alone
	| { kind: 'inline'; policy: unknown; where: string };

/**
 * Builds the checks of the policy and of those that the tenant requires. @param accept throws if the host cannot apply the policy @throws TroupeError
 * INPUT_INVALID if a policy does not exist, POLICY_INVALID, MANIFEST_*
 */
export async function composeGuard(reference: PolicyReference, host: Host, accept?: (policy: GuardrailPolicy) => void): Promise<Guard> {
	const policy = await read(reference, host);
	accept?.(policy);
	const demands = await readTenantDemands(host);
	const parts = await composeGuardParts(host, [policy, ...demands.policies]);
	return createTenantGuard(await placeChecks(policy, parts), demands, parts);
}

async function read(reference: PolicyReference, host: Host): Promise<GuardrailPolicy> {
	return reference.kind === 'inline' ? parseGuardrailPolicy(reference.policy, reference.where) : findPolicy(reference.id, host);
}
