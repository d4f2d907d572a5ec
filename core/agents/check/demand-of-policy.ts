import type { GuardrailPolicy, PolicyCheck } from '../../guardrails/policy/guardrail-policy';
import type { FlowEffect, Way } from './flow-map';
import { strongest } from './flow-map';

/** Adds the effect of the policy's `foreign-values` to the ways of a call: no rule lifts it. */
export function addDemands(
	ways: Way[],
	policy: Partial<GuardrailPolicy> = {},
	call: Pick<FlowEffect, 'effect' | 'tells' | 'calls'>,
): Way[] {
	// A called agent judges its own calls; of a reading call, addresses are judged, which `tells` has.
	if (call.calls !== undefined || (call.effect === 'reads' && !call.tells)) return ways;
	const demands = (policy.checks ?? []).flatMap(describeDemand);
	if (demands.length === 0) return ways;
	return ways.map((way) =>
		way.barrier === 'denied' ? way : { ...way, barrier: strongest(way.barrier, 'values'), between: [way.between, ...demands].join('; ') },
	);
}

/** A check that holds only sometimes, or is only logged, stands in no way. */
function describeDemand(check: PolicyCheck): string[] {
	if (check.check !== 'foreign-values') return [];
	const { stages = ['tool-arguments'], action, onArguments = action, when, unless, free = [] } = check;
	if (!stages.includes('tool-arguments') || when !== undefined || unless !== undefined) return [];
	if (onArguments === 'log' || onArguments === 'pass') return [];
	const except = free.length === 0 ? '' : `, except ${free.join(', ')}`;
	return [`the policy ${onArguments === 'ask-person' ? 'asks a person about' : 'refuses'} values of others${except}`];
}
