import type Anthropic from '@anthropic-ai/sdk';
import { isTokenCount, toTokenCount, unlessZero } from '../../../../core/tokens/token-usage';
import type { TokenUsage } from '../../../../core/ports/models/models';

/** The figures that a server or gateway returns. */
export type Usage = Pick<Anthropic.Usage, 'input_tokens' | 'output_tokens'> & Partial<Anthropic.Usage>;

/** Converts the usage. The API's `input_tokens` exclude cached tokens. Undefined if a gateway omits a figure. */
export function toUsage(usage: Usage | undefined): TokenUsage | undefined {
	if (!usage || !isTokenCount(usage.input_tokens) || !isTokenCount(usage.output_tokens)) return undefined;
	const read = toTokenCount(usage.cache_read_input_tokens);
	const written = toTokenCount(usage.cache_creation_input_tokens);
	const thought = toTokenCount(usage.output_tokens_details?.thinking_tokens);
	return unlessZero({
		inputTokens: usage.input_tokens + read + written,
		outputTokens: usage.output_tokens,
		...(read > 0 && { cachedInputTokens: read }),
		...(written > 0 && { cacheWriteTokens: written }),
		...(thought > 0 && { reasoningTokens: thought }),
		...((usage.service_tier === 'priority' || usage.service_tier === 'batch') && { tier: usage.service_tier }),
		estimated: false,
	});
}
