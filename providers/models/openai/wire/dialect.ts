import type { ChatRequest } from '../../../../core/ports';
import type { ProviderSettings } from '../../shared/provider-settings';

/** The fields of the protocol that a server and a model support; learned from refusals, each of which removes a field permanently. */
export interface Dialect {
	/** Names of the limit of output tokens that were not refused yet, the one in use first. */
	limitFields: Array<'max_tokens' | 'max_completion_tokens'>;
	temperature: boolean;
	effort: boolean;
	streamUsage: boolean;
	/** The messages that called tools have the thoughts that the server sent, an empty thought if it sent none, or never one. */
	thoughts: 'own' | 'always' | 'never';
	/** Ways to request a schema, from the strictest to words in the prompt. */
	format: 'strict' | 'schema' | 'object' | 'told';
}

/** A refusal of a field. */
interface FieldRefusal {
	status?: unknown;
	code?: unknown;
	param?: unknown;
	/** The server's words. */
	text: string;
}

/** All of OpenAI's models accept `max_completion_tokens`; many compatible servers know only the older name and ignore the new one. */
export function initialDialect({ baseUrl }: ProviderSettings): Dialect {
	const own = baseUrl === undefined || URL.parse(baseUrl)?.hostname.endsWith('.openai.com') === true;
	return {
		limitFields: own ? ['max_completion_tokens', 'max_tokens'] : ['max_tokens', 'max_completion_tokens'],
		temperature: true,
		effort: true,
		streamUsage: true,
		thoughts: 'own',
		format: 'strict',
	};
}

/** DeepSeek and Moonshot, for a message of another model, or of a server between that dropped the thought. */
const thoughtMissing = /reasoning_content.*(must be (passed|sent)|is missing|is required|required in)/i;

/** Returns the dialect to try after a refusal; undefined if no other would help. */
export function adaptDialect(dialect: Dialect, request: ChatRequest, refusal: FieldRefusal): Dialect | undefined {
	if (refusal.status !== 400 && refusal.status !== 422) return undefined;
	if (request.responseSchema && /invalid schema/i.test(refusal.text))
		return dialect.format === 'strict' ? { ...dialect, format: 'schema' } : undefined;
	if (dialect.thoughts === 'own' && thoughtMissing.test(refusal.text)) return { ...dialect, thoughts: 'always' };
	if (!refusesField(refusal)) return undefined;
	const about = (field: string) => refusal.param === field || refusal.text.includes(field);
	const [limit, ...otherLimits] = dialect.limitFields;
	if (request.maxOutputTokens !== undefined && about(limit!) && otherLimits.length > 0) return { ...dialect, limitFields: otherLimits };
	if (request.temperature !== undefined && dialect.temperature && about('temperature')) return { ...dialect, temperature: false };
	if (request.reasoning && dialect.effort && about('reasoning_effort')) return { ...dialect, effort: false };
	if (dialect.streamUsage && about('stream_options')) return { ...dialect, streamUsage: false };
	if (dialect.thoughts === 'own' && refusal.text.includes('reasoning') && sendsThoughts(request)) return { ...dialect, thoughts: 'never' };
	if (request.responseSchema && ['response_format', 'json_schema', 'json_object'].some(about)) return withNextFormat(dialect);
	return undefined;
}

function sendsThoughts({ messages }: ChatRequest): boolean {
	return messages.some((message) => message.role === 'assistant' && message.native !== undefined);
}

/** Classifies a refusal by its code, else by its words: compatible servers have no codes. */
function refusesField({ code, text }: FieldRefusal): boolean {
	if (code === 'unsupported_parameter' || code === 'unsupported_value') return true;
	return /unrecognized|unsupported|unknown|unavailable|unexpected|not (supported|permitted|allowed|available)|not support|must be|invalid value/i.test(
		text,
	);
}

/** A server without schemas does not support strict ones either. */
function withNextFormat(dialect: Dialect): Dialect | undefined {
	if (dialect.format === 'told') return undefined;
	return { ...dialect, format: dialect.format === 'object' ? 'told' : 'object' };
}
