import type { LimitName } from '../../agent-outcome';
import type { Run } from './run';

/** Share of the run's tokens that is reserved for a last answer. */
const lastAnswerShare = 0.1;

/** The limits of the next call. */
export interface CallAllowance {
	/** Max models called. */
	attempts: number;
	/** Input and output together. */
	tokens: number;
}

/** `last`: the call that answers from the results so far after a limit was reached. */
export type Place = 'first' | 'next' | 'last';

/**
 * Returns the remaining limits for the next call. Reserves a share for a last answer.
 * @param base tokens of the prompt and the message, without which there is no answer
 */
export function computeAllowance({ parts, usage, stopsSoftly }: Run, place: Place, base: number): CallAllowance {
	const { limits } = parts.definition;
	const left = limits.modelCalls - usage.counted;
	const keeps = stopsSoftly && place !== 'last';
	// Without a first call, there are no results to answer from.
	const reservedAttempts = keeps && (place === 'next' || left > 1) ? 1 : 0;
	const keptTokens = keeps && place === 'next' ? base + limits.outputTokens + limits.tokens * lastAnswerShare : 0;
	return { attempts: left - reservedAttempts, tokens: Math.floor(limits.tokens - usage.tokens - keptTokens) };
}

/**
 * Returns the limit that forbids a call with this many input tokens, if any. An agent without model calls left can still have a last resort, which
 * does not count as a call.
 */
export function findLimit(run: Run, place: Place, { attempts, tokens }: CallAllowance, input: number): LimitName | undefined {
	if ((place === 'last' ? run.deadline : run.workingTime).expired()) return 'wall-clock';
	if (place !== 'first' && attempts <= 0) return 'model-calls';
	if (input + run.parts.definition.limits.outputTokens > tokens) return 'tokens';
	return exceedsCost(run, place, input) ? 'cost' : undefined;
}

/** Returns whether a call with this many input tokens could cost more than is left. Calls without a known price do not count. */
export function exceedsCost({ usage, parts, stopsSoftly }: Run, place: Place, input: number): boolean {
	const { costUsd: max, outputTokens } = parts.definition.limits;
	if (max === undefined) return false;
	const call = parts.modelFacts?.costUsd?.(input, outputTokens) ?? usage.estimateCost(input + outputTokens);
	const reserved = place === 'next' && stopsSoftly ? call : 0;
	return usage.costUsd + call + reserved > max;
}
