import type { ChatRequest } from '../../core/ports';
import type { ProviderSettings } from '../provider-settings';

/** Which of the protocol's fields a server and a model take; learned from their refusals. */
export interface Dialect {
	limitField: 'max_tokens' | 'max_completion_tokens';
	temperature: boolean;
}

/** The fields that dialects differ in. */
export interface DialectFields {
	max_tokens?: number;
	max_completion_tokens?: number;
	temperature?: number;
}

const refusals = ['unsupported_parameter', 'unsupported_value'];

/** OpenAI's own models all take `max_completion_tokens`; many compatible servers know the older name only and ignore the other. */
export function initialDialect({ baseUrl }: ProviderSettings): Dialect {
	const own = baseUrl === undefined || URL.parse(baseUrl)?.hostname.endsWith('.openai.com') === true;
	return { limitField: own ? 'max_completion_tokens' : 'max_tokens', temperature: true };
}

export function dialectFields(dialect: Dialect, { maxOutputTokens, temperature }: ChatRequest): DialectFields {
	return {
		...(maxOutputTokens !== undefined && { [dialect.limitField]: maxOutputTokens }),
		...(dialect.temperature && temperature !== undefined && { temperature }),
	};
}

/** The dialect to try next after a refusal, by its code and parameter; undefined when another dialect would not help. */
export function adaptDialect(dialect: Dialect, refusal: { code?: unknown; param?: unknown }): Dialect | undefined {
	if (!refusals.includes(refusal.code as string)) return undefined;
	if (refusal.param === 'temperature' && dialect.temperature) return { ...dialect, temperature: false };
	if (refusal.param !== dialect.limitField) return undefined;
	return { ...dialect, limitField: dialect.limitField === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens' };
}
