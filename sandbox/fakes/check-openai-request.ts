import type { RawReply } from './fake-server';
import { openAiError } from './openai-faults';

const knownFields = new Set(
	(
		'model messages stream stream_options temperature top_p max_tokens max_completion_tokens n stop presence_penalty frequency_penalty logit_bias ' +
		'logprobs top_logprobs user seed tools tool_choice parallel_tool_calls response_format reasoning_effort verbosity service_tier store metadata ' +
		'modalities prediction prompt_cache_key safety_identifier'
	).split(' '),
);
const roles = ['system', 'assistant', 'user', 'function', 'tool', 'developer'];

/** What the real service refuses in a chat completion's body; undefined where it goes on. */
export function checkOpenAiRequest(body: unknown, reasoning: (model: string) => boolean): RawReply | undefined {
	if (typeof body !== 'object' || body === null || Array.isArray(body))
		return openAiError(400, 'We could not parse the JSON body of your request.');
	const request = body as Record<string, unknown>;
	const unknown = Object.keys(request).find((field) => !knownFields.has(field));
	if (unknown !== undefined) return openAiError(400, `Unrecognized request argument supplied: ${unknown}`);
	if (typeof request.model !== 'string' || request.model === '') return openAiError(400, 'you must provide a model parameter');
	return (
		checkMessages(request.messages) ??
		checkLimits(request) ??
		checkStream(request) ??
		(reasoning(request.model) ? checkReasoning(request) : undefined)
	);
}

function checkMessages(messages: unknown): RawReply | undefined {
	if (messages === undefined) return refuse('messages', 'missing_required_parameter', "Missing required parameter: 'messages'.");
	if (!Array.isArray(messages)) return wrongType('messages', 'an array of objects', messages);
	if (messages.length === 0)
		return refuse(
			'messages',
			'empty_array',
			"Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
		);
	for (const [index, message] of messages.entries()) {
		const { role, content } = (message ?? {}) as { role?: unknown; content?: unknown };
		if (!roles.includes(role as string)) {
			const supported = roles.map((name) => `'${name}'`).join(', ');
			return refuse(`messages[${index}].role`, 'invalid_value', `Invalid value: '${String(role)}'. Supported values are: ${supported}.`);
		}
		if (typeof content !== 'string' && !Array.isArray(content))
			return wrongType(`messages[${index}].content`, 'a string or an array of objects', content);
	}
	return undefined;
}

function checkLimits(request: Record<string, unknown>): RawReply | undefined {
	const { temperature } = request;
	if (temperature !== undefined && typeof temperature !== 'number') return wrongType('temperature', 'a decimal', temperature);
	if (temperature !== undefined && temperature > 2) return outOfRange('temperature', 'decimal_above_max_value', '<= 2', temperature);
	if (temperature !== undefined && temperature < 0) return outOfRange('temperature', 'decimal_below_min_value', '>= 0', temperature);
	if (request.max_tokens !== undefined && request.max_completion_tokens !== undefined)
		return refuse(
			'max_tokens',
			'invalid_parameter_combination',
			"Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
		);
	for (const field of ['max_tokens', 'max_completion_tokens']) {
		const value = request[field];
		if (value === undefined) continue;
		if (!Number.isInteger(value)) return wrongType(field, 'an integer', value);
		if ((value as number) < 1) return outOfRange(field, 'integer_below_min_value', '>= 1', value as number);
	}
	return undefined;
}

function checkStream({ stream, stream_options: options }: Record<string, unknown>): RawReply | undefined {
	if (stream !== undefined && typeof stream !== 'boolean') return wrongType('stream', 'a boolean', stream);
	if (options !== undefined && stream !== true)
		return openAiError(400, "The 'stream_options' parameter is only allowed when 'stream' is enabled.", { param: 'stream_options' });
	return undefined;
}

function checkReasoning({ max_tokens: limit, temperature }: Record<string, unknown>): RawReply | undefined {
	if (limit !== undefined)
		return refuse(
			'max_tokens',
			'unsupported_parameter',
			"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
		);
	if (temperature !== undefined && temperature !== 1)
		return refuse(
			'temperature',
			'unsupported_value',
			`Unsupported value: 'temperature' does not support ${temperature as number} with this model. Only the default (1) value is supported.`,
		);
	return undefined;
}

function refuse(param: string, code: string, message: string): RawReply {
	return openAiError(400, message, { param, code });
}

function wrongType(param: string, expected: string, value: unknown): RawReply {
	const got = value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
	return refuse(param, 'invalid_type', `Invalid type for '${param}': expected ${expected}, but got ${got} instead.`);
}

function outOfRange(param: string, code: string, expected: string, value: number): RawReply {
	return refuse(param, code, `Invalid '${param}': value out of range. Expected a value ${expected}, but got ${value} instead.`);
}
