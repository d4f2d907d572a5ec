import type { TokenUsage } from '../ports/models/models';

/** Far above the usage of one call. */
const maxTokens = 1_000_000_000;

export function isTokenCount(figure: unknown): figure is number {
	return typeof figure === 'number' && figure >= 0 && figure <= maxTokens;
}

/** 0 if the figure is not a number of tokens. */
export function toTokenCount(figure: unknown): number {
	return isTokenCount(figure) ? Math.ceil(figure) : 0;
}

/** Leaves out figures that are all zero: some servers count nothing, and every request has tokens. */
export function unlessZero(usage: TokenUsage): TokenUsage | undefined {
	return usage.inputTokens + usage.outputTokens > 0 ? usage : undefined;
}

/** All but input and output may be missing or wrong. */
interface ReportedUsage {
	input: number;
	output: number;
	total?: unknown;
	cached?: unknown;
	cacheWrite?: unknown;
	reasoning?: unknown;
}

/**
 * Some servers include cached tokens in the input and reasoning in the output, others add them. The total tells; a part larger than its whole
 * is not in it either. A surplus counts as output, as vendors bill it.
 */
export function reconcileUsage({ input, output, total, ...parts }: ReportedUsage): Omit<TokenUsage, 'estimated'> {
	const read = toTokenCount(parts.cached);
	const written = toTokenCount(parts.cacheWrite);
	const thought = toTokenCount(parts.reasoning);
	const cached = read + written;
	const more = Math.max(0, toTokenCount(total) - input - output);
	const isBoth = more > 0 && more === thought + cached;
	const thoughtOnTop = thought > output || isBoth || (more > 0 && more === thought) ? thought : 0;
	const cachedOnTop = cached > input || isBoth || (more > 0 && more === cached && more !== thought) ? cached : 0;
	return {
		inputTokens: input + cachedOnTop,
		outputTokens: output + Math.max(thoughtOnTop, more - cachedOnTop),
		...(read > 0 && { cachedInputTokens: read }),
		...(written > 0 && { cacheWriteTokens: written }),
		...(thought > 0 && { reasoningTokens: thought }),
	};
}

/** Later figures of a stream are cumulative. A missing or zero figure keeps the earlier one. */
export function laterFigures<Usage extends object>(earlier: Usage | null | undefined, later: Usage | null | undefined): Usage | undefined {
	if (typeof later !== 'object' || later === null) return earlier ?? undefined;
	const figures = Object.entries(later).filter(([, value]) => value !== null && value !== undefined && value !== 0);
	return earlier ? { ...earlier, ...Object.fromEntries(figures) } : later;
}

/** For pricing and records: whole numbers, and no part larger than its whole. */
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
