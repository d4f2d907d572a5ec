import { TroupeError } from '../../../core/base/errors';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readSetting } from '../../../core/base/settings/settings';
import type { GuardParts } from '../../../core/guardrails/policy/check-kind';
import type { PlacedGuardrail } from '../../../core/guardrails/policy/placed-guardrail';
import { placeStandard } from '../../../core/guardrails/policy/place-standard';
import type { GuardrailPolicy } from '../../../core/guardrails/policy/guardrail-policy';
import { type StandardPart, standardParts } from '../../../core/guardrails/policy/standard-policy';
import type { TenantDemands } from './tenant-demands';

/** @param own the switched-off parts and the policy of the definition or node */
export function placeForHost(
	{ without = [], policy }: { without?: readonly StandardPart[]; policy?: GuardrailPolicy },
	demands: TenantDemands,
	parts?: GuardParts,
): Promise<PlacedGuardrail[]> {
	const named = [...(policy ? [policy] : []), ...demands.policies];
	return placeStandard([...without, ...(demands.without ?? [])], named, { openAbuse: parts?.openAbuse, clock: parts?.clock });
}

export const isSwitchedOff = (part: StandardPart, own: { without?: readonly StandardPart[] } = {}, demands: TenantDemands): boolean =>
	[...(own.without ?? []), ...(demands.without ?? [])].includes(part);

/** Reads the parts of the standard policy that this machine switches off. @throws TroupeError INPUT_INVALID for an unknown name */
export function readStandardWithout(environment?: Environment): StandardPart[] {
	const names = (readSetting('TROUPE_STANDARD_WITHOUT', environment) ?? '').split(/[\s,]+/).filter((name) => name !== '');
	const isPart = (name: string): name is StandardPart => standardParts.some((part) => part === name);
	const unknown = names.filter((name) => !isPart(name));
	if (unknown.length === 0) return names.filter(isPart);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `TROUPE_STANDARD_WITHOUT names ${unknown.map((name) => JSON.stringify(name.slice(0, 64))).join(', ')}, which the standard policy does not have.`,
		fix: `Its parts are ${standardParts.join(', ')}. See docs/guardrails/standard.md.`,
	});
}
