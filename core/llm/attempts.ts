import { isTroupeError, type TroupeError } from '../base/errors';
import type { ModelAttempt, TokenUsage } from '../ports/models/models';

export function isModelCallLimit(error: unknown): error is TroupeError {
	return isTroupeError(error) && error.details.limit === 'model-calls';
}

export function readAttempts(error: unknown): ModelAttempt[] {
	return isTroupeError(error) && Array.isArray(error.details.attempts) ? (error.details.attempts as ModelAttempt[]) : [];
}

export function readUsage(error: unknown): Pick<ModelAttempt, 'usage' | 'costUsd' | 'budget'> {
	if (!isTroupeError(error)) return {};
	const { usage, costUsd, budget } = error.details;
	return {
		...(typeof usage === 'object' && usage !== null && { usage: usage as TokenUsage }),
		...(typeof costUsd === 'number' && { costUsd }),
		...(typeof budget === 'string' && { budget }),
	};
}

const counted = ['inputTokens', 'outputTokens', 'cachedInputTokens', 'cacheWriteTokens', 'reasoningTokens'] as const;

/** Undefined if none used anything. Leaves out the tier, which differs for each call. */
export function addUsage(attempts: Array<Pick<ModelAttempt, 'usage'>>): TokenUsage | undefined {
	const usages = attempts.flatMap(({ usage }) => usage ?? []);
	if (usages.length === 0) return undefined;
	const total: TokenUsage = { inputTokens: 0, outputTokens: 0, estimated: usages.some(({ estimated }) => estimated) };
	for (const name of counted) {
		const figures = usages.flatMap((usage) => usage[name] ?? []);
		if (figures.length > 0) total[name] = figures.reduce((sum, figure) => sum + figure, 0);
	}
	return total;
}

/** US dollars of attempts with a known price; undefined if there are none. */
export function addCost(attempts: Array<Pick<ModelAttempt, 'costUsd'>>): number | undefined {
	const costs = attempts.flatMap(({ costUsd }) => costUsd ?? []);
	return costs.length > 0 ? costs.reduce((sum, cost) => sum + cost, 0) : undefined;
}
