import type { ChatRequest } from '../../../../core/ports';
import type { ProviderSettings } from '../../shared/provider-settings';

/** Which of the protocol's fields a server and a model take; learned from their refusals, each of which takes something away for good. */
export interface Dialect {
	/** Names of the limit of output tokens that were not refused yet, the one in use first. */
	limitFields: Array<'max_tokens' | 'max_completion_tokens'>;
	temperature: boolean;
	effort: boolean;
	streamUsage: boolean;
	/** How an answer's schema is asked for, from what holds the model to it most down to words in the prompt. */
	format: 'strict' | 'schema' | 'object' | 'told';
}

/** A refusal, as far as it tells of a field. */
interface FieldRefusal {
	status?: unknown;
	code?: unknown;
	param?: unknown;
	/** The server's words. */
	text: string;
}

/** OpenAI's own models all take `max_completion_tokens`; many compatible servers know the older name only and ignore the other. */
export function initialDialect({ baseUrl }: ProviderSettings): Dialect {
	const own = baseUrl === undefined || URL.parse(baseUrl)?.hostname.endsWith('.openai.com') === true;
	return {
		limitFields: own ? ['max_completion_tokens', 'max_tokens'] : ['max_tokens', 'max_completion_tokens'],
		temperature: true,
		effort: true,
		streamUsage: true,
		format: 'strict',
	};
}

/** The dialect to try next after a refusal; undefined when another dialect would not help. */
export function adaptDialect(dialect: Dialect, request: ChatRequest, refusal: FieldRefusal): Dialect | undefined {
	if (refusal.status !== 400 && refusal.status !== 422) return undefined;
	if (request.responseSchema && /invalid schema/i.test(refusal.text))
		return dialect.format === 'strict' ? { ...dialect, format: 'schema' } : undefined;
	if (!refusesField(refusal)) return undefined;
	const about = (field: string) => refusal.param === field || refusal.text.includes(field);
	const [limit, ...otherLimits] = dialect.limitFields;
	if (request.maxOutputTokens !== undefined && about(limit!) && otherLimits.length > 0) return { ...dialect, limitFields: otherLimits };
	if (request.temperature !== undefined && dialect.temperature && about('temperature')) return { ...dialect, temperature: false };
	if (request.reasoning && dialect.effort && about('reasoning_effort')) return { ...dialect, effort: false };
	if (dialect.streamUsage && about('stream_options')) return { ...dialect, streamUsage: false };
	if (request.responseSchema && ['response_format', 'json_schema', 'json_object'].some(about)) return withNextFormat(dialect);
	return undefined;
}

/** By its code where there is one, else by its words: compatible servers have no codes. */
function refusesField({ code, text }: FieldRefusal): boolean {
	if (code === 'unsupported_parameter' || code === 'unsupported_value') return true;
	return /unrecognized|unsupported|unknown|unavailable|unexpected|not (supported|permitted|allowed|available)|not support|must be|invalid value/i.test(
		text,
	);
}

/** A server without schemas has no strict ones either. */
function withNextFormat(dialect: Dialect): Dialect | undefined {
	if (dialect.format === 'told') return undefined;
	return { ...dialect, format: dialect.format === 'object' ? 'told' : 'object' };
}
