import type { TokenUsage } from '../ports';

/** Far above the usage of one call. */
const maxTokens = 1_000_000_000;

/** Returns whether a server's figure can be a number of tokens. */
export function isTokenCount(figure: unknown): figure is number {
	return typeof figure === 'number' && figure >= 0 && figure <= maxTokens;
}

/** Returns the figure, or 0 if it is not a number of tokens. */
export function toTokenCount(figure: unknown): number {
	return isTokenCount(figure) ? Math.ceil(figure) : 0;
}

/** Corrects figures of any server so that they can be priced and recorded: whole numbers, and no part larger than its whole. */
export function sanitizeUsage(usage: TokenUsage): TokenUsage {
	const inputTokens = toTokenCount(usage.inputTokens);
	const outputTokens = toTokenCount(usage.outputTokens);
	const cachedInputTokens = Math.min(toTokenCount(usage.cachedInputTokens), inputTokens);
	const cacheWriteTokens = Math.min(toTokenCount(usage.cacheWriteTokens), inputTokens - cachedInputTokens);
	const searches = toTokenCount(usage.searches);
	const reasoningTokens = Math.min(toTokenCount(usage.reasoningTokens), outputTokens);
	return {
		inputTokens,
		outputTokens,
		...(cachedInputTokens > 0 && { cachedInputTokens }),
		...(cacheWriteTokens > 0 && { cacheWriteTokens }),
		...(reasoningTokens > 0 && { reasoningTokens }),
		...(searches > 0 && { searches }),
		...(usage.tier && { tier: usage.tier }),
		estimated: usage.estimated,
	};
}
