import type { LimitName } from '../../agent-outcome';
import { listCallers } from '../team/caller';
import type { Run } from './run';

const lastAnswerShare = 0.1;

export interface CallAllowance {
	attempts: number;
	tokens: number;
}

/** `last`: answers from the results so far after a limit was reached. */
export type Place = 'first' | 'next' | 'last';

export function computeAllowance(run: Run, place: Place): CallAllowance {
	const own = computeOwn(run, place);
	const { caller } = run;
	if (!caller) return own;
	const above = computeAllowance(caller.run, 'next');
	const attempts = Math.min(above.attempts, Math.max(1, Math.floor(above.attempts / Math.max(1, caller.run.held.agents))));
	return { attempts: Math.min(own.attempts, attempts), tokens: Math.min(own.tokens, above.tokens) };
}

function computeOwn({ parts, usage, held, base, stopsSoftly }: Run, place: Place): CallAllowance {
	const { limits } = parts.definition;
	const left = limits.modelCalls - usage.counted - held.attempts;
	const keeps = stopsSoftly && place !== 'last';
	// Without a first call, there are no results to answer from.
	const reservedAttempts = keeps && (place === 'next' || left > 1) ? 1 : 0;
	const keptTokens = keeps && place === 'next' ? base + limits.outputTokens + limits.tokens * lastAnswerShare : 0;
	return { attempts: left - reservedAttempts, tokens: Math.floor(limits.tokens - usage.tokens - held.tokens - keptTokens) };
}

/**
 * Returns the limit that forbids a call with this many input tokens, if any. Without model calls left, an agent can still have a last resort, which
 * does not count as a call.
 */
export function findLimit(run: Run, place: Place, { attempts, tokens }: CallAllowance, input: number): LimitName | undefined {
	if ((place === 'last' ? run.deadline : run.workingTime).expired()) return 'wall-clock';
	if (place !== 'first' && attempts <= 0) return 'model-calls';
	if (input + run.parts.definition.limits.outputTokens > tokens) return 'tokens';
	return exceedsCost(run, place, input) ? 'cost' : undefined;
}

/** Returns whether the call could cost more than the rest. Calls without a known price do not count. */
export function exceedsCost(run: Run, place: Place, input: number): boolean {
	const call = estimateCost(run, input);
	return exceeds(run, place, call) || listCallers(run).some((each) => exceeds(each, 'next', call));
}

/** Estimates the max cost of a call; 0 if unknown. */
export function estimateCost({ usage, parts }: Run, input: number): number {
	const { outputTokens } = parts.definition.limits;
	return parts.modelFacts?.costUsd?.(input, outputTokens) ?? usage.estimateCost(input + outputTokens);
}

function exceeds({ usage, held, parts, stopsSoftly }: Run, place: Place, call: number): boolean {
	const { costUsd: max } = parts.definition.limits;
	if (max === undefined) return false;
	const reserved = place === 'next' && stopsSoftly ? call : 0;
	return usage.costUsd + held.costUsd + call + reserved > max;
}
