import type OpenAI from 'openai';
import { isTokenCount } from '../../../../core/tokens/token-usage';
import type { TokenUsage } from '../../../../core/ports';

type Usage = OpenAI.CompletionUsage & { /** DeepSeek's name. */ prompt_cache_hit_tokens?: number };

const tiers: Record<string, TokenUsage['tier']> = { flex: 'flex', priority: 'priority' };

/** Converts the provider's figures; undefined if a server omits one. */
export function toTokenUsage(usage: OpenAI.CompletionUsage | null | undefined, tier: unknown): TokenUsage | undefined {
	if (!usage || !isTokenCount(usage.prompt_tokens) || !isTokenCount(usage.completion_tokens)) return undefined;
	const cachedInputTokens = usage.prompt_tokens_details?.cached_tokens ?? (usage as Usage).prompt_cache_hit_tokens;
	const reasoningTokens = usage.completion_tokens_details?.reasoning_tokens;
	return {
		inputTokens: usage.prompt_tokens,
		outputTokens: usage.completion_tokens,
		...(isTokenCount(cachedInputTokens) && { cachedInputTokens }),
		...(reasoningTokens ? { reasoningTokens } : {}),
		...(typeof tier === 'string' && Object.hasOwn(tiers, tier) && { tier: tiers[tier] }),
		estimated: false,
	};
}
