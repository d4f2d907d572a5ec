import { isTroupeError, type TroupeError } from '../base/errors';
import type { ModelAttempt, TokenUsage } from '../ports';

/** Whether a model gave up because it may make no more calls, as opposed to having asked everybody. */
export function isModelCallLimit(error: unknown): error is TroupeError {
	return isTroupeError(error) && error.details.limit === 'model-calls';
}

/** The tries that stand behind a router's error; empty for other errors. */
export function attemptsOf(error: unknown): ModelAttempt[] {
	return isTroupeError(error) && Array.isArray(error.details.attempts) ? (error.details.attempts as ModelAttempt[]) : [];
}

/** What a failed call used all the same, where its error says so. */
export function usageOf(error: unknown): Pick<ModelAttempt, 'usage' | 'costUsd'> {
	if (!isTroupeError(error)) return {};
	const { usage, costUsd } = error.details;
	return {
		...(typeof usage === 'object' && usage !== null && { usage: usage as TokenUsage }),
		...(typeof costUsd === 'number' && { costUsd }),
	};
}

const counted = ['inputTokens', 'outputTokens', 'cachedInputTokens', 'cacheWriteTokens', 'reasoningTokens'] as const;

/** All tries together; undefined where none used anything. The tier is left out: it is each call's own. */
export function totalUsage(attempts: Array<Pick<ModelAttempt, 'usage'>>): TokenUsage | undefined {
	const usages = attempts.flatMap(({ usage }) => usage ?? []);
	if (usages.length === 0) return undefined;
	const total: TokenUsage = { inputTokens: 0, outputTokens: 0, estimated: usages.some(({ estimated }) => estimated) };
	for (const name of counted) {
		const figures = usages.flatMap((usage) => usage[name] ?? []);
		if (figures.length > 0) total[name] = figures.reduce((sum, figure) => sum + figure, 0);
	}
	return total;
}

/** US dollars of all tries whose price is known; undefined where none is. */
export function totalCost(attempts: Array<Pick<ModelAttempt, 'costUsd'>>): number | undefined {
	const costs = attempts.flatMap(({ costUsd }) => costUsd ?? []);
	return costs.length > 0 ? costs.reduce((sum, cost) => sum + cost, 0) : undefined;
}
