import { type Guard, type Stage, stopOf, type Violation } from '../guardrails/policy/guard';
import type { GuardrailContext, Passage } from '../ports';
import type { GuardrailEvent } from './agent-outcome';

/** What a run's guardrails need to know, and where they write down what they did. */
export interface GuardedRun {
	parts: { guard: Guard };
	context: GuardrailContext;
	guardrails: GuardrailEvent[];
}

/**
 * Judges one text of a run.
 * @returns the text as it may go on, or the violation that stopped it
 * @throws TroupeError GUARDRAIL_FAILED where a guardrail broke and lets nothing through: a fault, for the host to try again or to report
 */
export async function guardText(
	run: GuardedRun,
	stage: Stage,
	text: string,
): Promise<{ text: string; stop?: undefined } | { stop: Violation; text?: undefined }> {
	const result = await run.parts.guard.check(stage, text, run.context);
	run.guardrails.push(...result.violations);
	const stop = stopOf(result);
	if (stop?.code === 'GUARDRAIL_FAILED') throw result.failure;
	return stop ? { stop } : { text: result.text };
}

/**
 * Judges what was retrieved: the model gets the passages as they may go on, the context keeps them as the documents have them,
 * for citations. A passage that is blocked is left out, and the question is answered without it.
 */
export async function guardPassages(run: GuardedRun, retrieved: Passage[]): Promise<{ passages: Passage[]; stop?: Violation }> {
	const passages: Passage[] = [];
	run.context.passages = [];
	for (const passage of retrieved) {
		const [title, body] = [await guardText(run, 'knowledge', passage.title), await guardText(run, 'knowledge', passage.text)];
		const stop = title.stop ?? body.stop;
		if (stop?.action === 'ask-person') return { passages: [], stop };
		if (title.stop || body.stop) continue;
		run.context.passages.push(passage);
		passages.push({ ...passage, title: title.text, text: body.text });
	}
	return { passages };
}
