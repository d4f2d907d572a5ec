import type { TokenUsage } from '../../../../core/ports/models/models';
import { isTokenCount, reconcileUsage, unlessZero } from '../../../../core/tokens/token-usage';

interface Details {
	cached_tokens?: unknown;
	/** OpenRouter, LiteLLM. */
	cache_write_tokens?: unknown;
	cache_creation_tokens?: unknown;
	reasoning_tokens?: unknown;
}

export interface Usage {
	prompt_tokens?: unknown;
	completion_tokens?: unknown;
	/** OpenAI's Responses API. */
	input_tokens?: unknown;
	output_tokens?: unknown;
	total_tokens?: unknown;
	prompt_tokens_details?: Details | null;
	input_tokens_details?: Details | null;
	completion_tokens_details?: Details | null;
	output_tokens_details?: Details | null;
	/** DeepSeek, Moonshot, and gateways to Anthropic. */
	prompt_cache_hit_tokens?: unknown;
	cached_tokens?: unknown;
	cache_read_input_tokens?: unknown;
	cache_creation_input_tokens?: unknown;
	reasoning_tokens?: unknown;
}

const tiers: Record<string, TokenUsage['tier']> = { flex: 'flex', priority: 'priority' };

/** Undefined if input or output figures are missing. */
export function toTokenUsage(usage: Usage | null | undefined, tier: unknown): TokenUsage | undefined {
	const { total_tokens: total } = usage ?? {};
	const input = firstCount(usage?.prompt_tokens, usage?.input_tokens);
	const rest = isTokenCount(total) && input !== undefined && total > input ? total - input : undefined;
	const output = firstCount(usage?.completion_tokens, usage?.output_tokens, rest);
	if (!usage || input === undefined || output === undefined) return undefined;
	const of = usage.prompt_tokens_details ?? usage.input_tokens_details;
	const written = usage.completion_tokens_details ?? usage.output_tokens_details;
	return unlessZero({
		...reconcileUsage({
			input,
			output,
			total,
			cached: firstCount(of?.cached_tokens, usage.prompt_cache_hit_tokens, usage.cached_tokens, usage.cache_read_input_tokens),
			cacheWrite: firstCount(of?.cache_write_tokens, of?.cache_creation_tokens, usage.cache_creation_input_tokens),
			reasoning: firstCount(written?.reasoning_tokens, usage.reasoning_tokens),
		}),
		...(typeof tier === 'string' && Object.hasOwn(tiers, tier) && { tier: tiers[tier] }),
		estimated: false,
	});
}

/** Returns the first nonzero figure, else 0 if any is present. */
function firstCount(...figures: unknown[]): number | undefined {
	const counts = figures.filter(isTokenCount);
	return counts.find((count) => count > 0) ?? counts[0];
}
