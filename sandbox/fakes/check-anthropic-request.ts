import { anthropicError } from './anthropic-faults';
import type { RawReply } from './fake-server';

const knownFields = new Set(
	'model messages max_tokens system stream stop_sequences metadata tools tool_choice thinking service_tier output_config'.split(' '),
);
/** Taken by API version 2023-06-01, refused since 2026-10-21 even at their default values. */
const samplingFields = ['temperature', 'top_p', 'top_k'];

/** What the real service refuses in a message's body; undefined where it goes on. */
export function checkAnthropicRequest(body: unknown, version: string): RawReply | undefined {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) return invalid('The request body is not valid JSON.');
	const request = body as Record<string, unknown>;
	const sampling = version === '2023-06-01' ? samplingFields : [];
	const unknown = Object.keys(request).find((field) => !knownFields.has(field) && !sampling.includes(field));
	if (unknown !== undefined) return invalid(`${unknown}: Extra inputs are not permitted`);
	for (const field of ['model', 'max_tokens', 'messages']) if (request[field] === undefined) return invalid(`${field}: Field required`);
	return checkFields(request) ?? checkMessages(request.messages);
}

function checkFields({ model, max_tokens: limit, system, stream, temperature }: Record<string, unknown>): RawReply | undefined {
	if (typeof model !== 'string' || model === '') return invalid('model: Input should be a valid string');
	if (!Number.isInteger(limit)) return invalid('max_tokens: Input should be a valid integer');
	if ((limit as number) < 1) return invalid('max_tokens: Input should be greater than or equal to 1');
	if (system !== undefined && typeof system !== 'string' && !Array.isArray(system))
		return invalid('system: Input should be a valid string');
	if (stream !== undefined && typeof stream !== 'boolean') return invalid('stream: Input should be a valid boolean');
	if (temperature === undefined) return undefined;
	if (typeof temperature !== 'number') return invalid('temperature: Input should be a valid number');
	if (temperature < 0 || temperature > 1) return invalid('temperature: range: 0..1');
	return undefined;
}

/** Turns of the same role in a row are joined by the real service, not refused. */
function checkMessages(messages: unknown): RawReply | undefined {
	if (!Array.isArray(messages)) return invalid('messages: Input should be a valid list');
	if (messages.length === 0) return invalid('messages: at least one message is required');
	for (const [index, message] of messages.entries()) {
		const { role, content } = (message ?? {}) as { role?: unknown; content?: unknown };
		if (role !== 'user' && role !== 'assistant')
			return invalid(
				`messages: Unexpected role "${String(role)}". The Messages API accepts a top-level \`system\` parameter, not "system" as an input message role.`,
			);
		if (typeof content !== 'string' && !Array.isArray(content)) return invalid(`messages.${index}.content: Input should be a valid string`);
		if (content.length === 0)
			return invalid(`messages.${index}: all messages must have non-empty content except for the optional final assistant message`);
	}
	if (messages[0].role !== 'user') return invalid('messages: first message must use the "user" role');
	if (messages.at(-1).role !== 'user')
		return invalid('This model does not support assistant message prefill. The conversation must end with a user message.');
	return undefined;
}

function invalid(message: string): RawReply {
	return anthropicError(400, 'invalid_request_error', message);
}
