import { TroupeError } from '../errors';
import type { Guardrail, GuardrailContext } from '../ports';
import type { GuardrailEvent } from './agent-outcome';

/** The text as the guardrails left it, or the event that stopped the run. */
export type Guarded = { text: string; stop?: undefined } | { text?: undefined; stop: GuardrailEvent & { reason: string } };

/**
 * Passes a text through the guardrails in order; each sees what the one before it left. What they did is appended to `events`.
 * @throws TroupeError GUARDRAIL_FAILED when a check itself breaks: fail closed
 */
export async function applyGuardrails(
	stage: 'input' | 'output',
	text: string,
	guardrails: Guardrail[],
	context: GuardrailContext,
	events: GuardrailEvent[],
): Promise<Guarded> {
	let current = text;
	for (const guardrail of guardrails) {
		const verdict = await check(guardrail, current, context);
		if (verdict.kind === 'pass') continue;
		const event = { guardrail: guardrail.id, stage, action: verdict.kind, matches: verdict.matches };
		if (verdict.kind === 'rewrite') {
			events.push(event);
			current = verdict.text;
		} else {
			const stop = { ...event, reason: verdict.reason };
			events.push(stop);
			return { stop };
		}
	}
	return { text: current };
}

async function check(guardrail: Guardrail, text: string, context: GuardrailContext) {
	try {
		return await guardrail.check(text, context);
	} catch (cause) {
		throw new TroupeError({
			code: 'GUARDRAIL_FAILED',
			message: `The guardrail "${guardrail.id}" failed, so the message was not let through.`,
			fix: 'Report this as a defect with the version of Troupe; the message itself is not needed.',
			cause,
		});
	}
}
