import { checkKinds } from '../checks/check-kinds';
import { addFollowedStages } from '../checks/followed-stages';
import type { GuardParts } from './check-kind';
import { placeChecks } from './create-guard';
import type { Stage } from './guard';
import type { GuardrailPolicy, PolicyCheck } from './guardrail-policy';
import type { PlacedGuardrail } from './placed-guardrail';
import { type GroundedChoice, groundedPolicy } from './grounded-policy';
import { type StandardPart, standardPolicy } from './standard-policy';

type PlacingParts = Pick<GuardParts, 'openAbuse' | 'clock'>;

/** @param named policies of the agent, the node or the tenant; their check replaces the standard one for the same texts */
export const placeStandard = (
	without: readonly StandardPart[],
	named: readonly GuardrailPolicy[],
	parts?: PlacingParts,
): Promise<PlacedGuardrail[]> => placeUsual(standardPolicy, without, named, parts);

/** Returns the guardrails of the policy `grounded` of an agent that names it; none otherwise. @param named as for the standard policy */
export const placeGrounded = async (grounded: GroundedChoice | undefined, named: readonly GuardrailPolicy[]): Promise<PlacedGuardrail[]> =>
	grounded === undefined ? [] : placeUsual(groundedPolicy, grounded === true ? [] : grounded.without, named);

async function placeUsual(
	usual: GuardrailPolicy,
	without: readonly string[],
	named: readonly GuardrailPolicy[],
	parts?: PlacingParts,
): Promise<PlacedGuardrail[]> {
	const checks = usual.checks.filter(({ check }) => !without.includes(check));
	const placed = await placeChecks({ ...usual, checks }, parts);
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
