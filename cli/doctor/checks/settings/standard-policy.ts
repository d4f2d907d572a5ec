import { readStandardWithout } from '../../../../providers/compose/guardrails/standard';
import { standardParts } from '../../../../core/guardrails/policy/standard-policy';
import { ok, warn, type Check } from '../../check';

export const standardPolicyCheck: Check = {
	id: 'standard-policy',
	looksAt: 'which parts of the standard policy this machine switches off for all agents',
	look({ environment }) {
		const without = readStandardWithout(environment);
		if (without.length === 0) return [ok(`Agents have the standard policy: ${standardParts.join(', ')}`)];
		return [
			warn(
				`TROUPE_STANDARD_WITHOUT switches off parts of the standard policy for all agents, guarded models and model tasks of this machine: ${without.join(', ')}.`,
				'Unset it. Switch parts off in the definitions of the agents that need it ("guardrails.standard.without").',
			),
		];
	},
};
