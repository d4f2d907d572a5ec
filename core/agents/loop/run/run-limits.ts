import type { LimitName } from '../../agent-outcome';
import type { Run } from './run';

/** Of the run's tokens, kept for what tools have found when a last answer is asked for. */
const LAST_ANSWER_SHARE = 0.1;

/** What the next call may use. */
export interface CallAllowance {
	/** Models tried, at most. */
	attempts: number;
	/** Input and output together. */
	tokens: number;
}

/** `last`: the one that answers from what is known when a limit was reached. */
export type Place = 'first' | 'next' | 'last';

/**
 * What is left for the next call. Something is kept for a last answer.
 * @param base tokens of the prompt and the message, without which there is no answer
 */
export function allowance({ parts, usage, stopsSoftly }: Run, place: Place, base: number): CallAllowance {
	const { limits } = parts.definition;
	const left = limits.modelCalls - usage.counted;
	const keeps = stopsSoftly && place !== 'last';
	// Without a first call there is nothing to answer from.
	const keptAttempts = keeps && (place === 'next' || left > 1) ? 1 : 0;
	const keptTokens = keeps && place === 'next' ? base + limits.outputTokens + limits.tokens * LAST_ANSWER_SHARE : 0;
	return { attempts: left - keptAttempts, tokens: Math.floor(limits.tokens - usage.tokens - keptTokens) };
}

/** The limit that forbids a call of so many input tokens, if any. An agent that may ask no model may still have a last resort, which counts as none. */
export function limitOf(run: Run, place: Place, { attempts, tokens }: CallAllowance, input: number): LimitName | undefined {
	if ((place === 'last' ? run.deadline : run.workingTime).expired()) return 'wall-clock';
	if (place !== 'first' && attempts <= 0) return 'model-calls';
	if (input + run.parts.definition.limits.outputTokens > tokens) return 'tokens';
	return exceedsCost(run, place, input) ? 'cost' : undefined;
}

/** Whether a call of so many input tokens could cost more than is left. Calls without a known price do not count. */
export function exceedsCost({ usage, parts, stopsSoftly }: Run, place: Place, input: number): boolean {
	const { costUsd: most, outputTokens } = parts.definition.limits;
	if (most === undefined) return false;
	const call = parts.modelFacts?.costUsd?.(input, outputTokens) ?? usage.costOf(input + outputTokens);
	const kept = place === 'next' && stopsSoftly ? call : 0;
	return usage.costUsd + call + kept > most;
}
