/** Composes a guard for hosts other than agents: job workers, nodes, the command line. */
import { createGuard } from '../../../core/guardrails/policy/create-guard';
import type { Guard } from '../../../core/guardrails/policy/guard';
import { parseGuardrailPolicy } from '../../../core/guardrails/policy/parse-guardrail-policy';
import type { Host } from '../host';
import { composeJudge } from '../models/models';
import { findPolicy } from '../../files/policy-files';

/** Where a policy comes from. */
export type PolicyReference =
	| { kind: 'id'; id: string } // looked for in the host's policy folders
	| { kind: 'inline'; policy: unknown; where: string };

/**
 * Reads the policy and builds its checks, with the host's models as their judge.
 * @throws TroupeError INPUT_INVALID if the policy does not exist, POLICY_INVALID
 */
export async function composeGuard(reference: PolicyReference, host: Host): Promise<Guard> {
	const source = await read(reference, host);
	const policy = await parseGuardrailPolicy(source.policy, source.where);
	const asks = policy.checks.some(({ check }) => check === 'injection');
	return createGuard(policy, { judge: asks ? await composeJudge(host) : undefined });
}

async function read(reference: PolicyReference, host: Host): Promise<{ policy: unknown; where: string }> {
	if (reference.kind === 'inline') return reference;
	const { path, policy } = await findPolicy(reference.id, host.policyFolders ?? []);
	return { policy, where: path };
}
