import type { GuardrailFacts } from '../../ports/guardrails/guardrail-facts';
import { decideCondition, pickFacts } from '../conditions/condition';
import type { PlacedGuardrail } from './placed-guardrail';

/** Exempted guardrails only record. If facts are missing, guardrails apply. */
export function placeByFacts(placed: readonly PlacedGuardrail[], facts: GuardrailFacts = {}): PlacedGuardrail[] {
	return placed.flatMap((guardrail) => {
		const { when, unless } = guardrail;
		if (when && decideCondition(when, facts) === false) return [];
		if (!unless || decideCondition(unless, facts) !== true) return [guardrail];
		return [{ ...guardrail, action: 'log' as const, onFailure: 'pass' as const, exempted: pickFacts(unless, facts) }];
	});
}
