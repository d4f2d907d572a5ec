import { checkKinds } from '../checks/check-kinds';
import { addFollowedStages } from '../checks/followed-stages';
import type { GuardParts } from './check-kind';
import { placeChecks } from './create-guard';
import type { Stage } from './guard';
import type { GuardrailPolicy, PolicyCheck } from './guardrail-policy';
import type { PlacedGuardrail } from './placed-guardrail';
import { type StandardPart, standardPolicy } from './standard-policy';

/**
 * Returns the guardrails of the standard policy, without the parts that are switched off.
 * @param named policies of the agent, the node or the tenant: where one has the same check for the same texts, only that one applies
 */
export async function placeStandard(
	without: readonly StandardPart[],
	named: readonly GuardrailPolicy[],
	parts?: Pick<GuardParts, 'openAbuse' | 'clock'>,
): Promise<PlacedGuardrail[]> {
	const checks = standardPolicy.checks.filter(({ check }) => !without.some((part) => part === check));
	const placed = await placeChecks({ ...standardPolicy, checks }, parts);
	return placed.flatMap((guardrail, index) => {
		const replaced = new Set(
			named.flatMap((policy) => policy.checks.filter(({ check }) => check === checks[index]!.check).flatMap(listStages)),
		);
		const stages = guardrail.stages.filter((stage) => !replaced.has(stage));
		return stages.length > 0 ? [{ ...guardrail, stages }] : [];
	});
}

/** A check that lets arguments pass has decided about them. */
function listStages(check: PolicyCheck): Stage[] {
	const stages = addFollowedStages(check, checkKinds[check.check].stages);
	return check.onArguments === 'pass' ? [...stages, 'tool-arguments'] : stages;
}
