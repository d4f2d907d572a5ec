import type { GuardrailContext } from '../../ports/guardrails/guardrail-context';
import type { GuardResult, Stage, Violation } from './guard';
import { createFailed, createFailure, type PlacedGuardrail, withPolicy } from './placed-guardrail';

export async function tellObservers(
	placed: readonly PlacedGuardrail[],
	stage: Stage,
	result: GuardResult,
	context: GuardrailContext,
): Promise<GuardResult> {
	let told = result;
	if (result.violations.length === 0) return told;
	for (const each of placed) {
		const { guardrail, code, exempted, onFailure = 'block' } = each;
		if (!guardrail.observe || exempted) continue;
		try {
			const effect = await guardrail.observe(result.violations, context, result.text);
			if (!effect) continue;
			const { answer, matches = [], ...found } = effect;
			const violation: Violation = { guardrail: guardrail.id, code, stage, action: 'log', matches, ...found };
			told = withEffect(told, withPolicy(each, violation), answer);
		} catch (cause) {
			// The text was judged; only the count is missing.
			told = withEffect(
				{ ...told, failure: told.failure ?? createFailure(guardrail.id, cause, onFailure) },
				withPolicy(each, createFailed({ stage, context }, guardrail.id, 'log')),
			);
		}
	}
	return told;
}

function withEffect(result: GuardResult, effect: Violation, answer?: string): GuardResult {
	const { outcome, violations } = result;
	const stop = outcome === 'blocked' || outcome === 'needs-human' ? violations.at(-1) : undefined;
	if (!stop) return { ...result, violations: [...violations, effect] };
	const answers = [stop.answer, answer].filter((text) => text !== undefined);
	const answered = answers.length > 0 ? { ...stop, answer: answers.join(' ') } : stop;
	return { ...result, violations: [...violations.slice(0, -1), effect, answered] };
}
