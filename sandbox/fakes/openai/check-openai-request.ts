import { checkOpenAiFormat } from './check-openai-format';
import { checkOpenAiMessages } from './check-openai-messages';
import { checkOpenAiTools } from './check-openai-tools';
import type { RawReply } from '../fake-server';
import { openAiError } from './openai-faults';
import { outOfRange, refuse, wrongType, wrongValue } from './openai-refusals';

const knownFields = new Set(
	(
		'model messages stream stream_options temperature top_p max_tokens max_completion_tokens n stop presence_penalty frequency_penalty logit_bias ' +
		'logprobs top_logprobs user seed tools tool_choice parallel_tool_calls response_format reasoning_effort verbosity service_tier store metadata ' +
		'modalities prediction prompt_cache_key safety_identifier'
	).split(' '),
);

/** Features that many compatible servers lack and refuse in their own words. */
export type OpenAiGap = 'json_schema' | 'json_object' | 'reasoning_effort' | 'stream_options';

interface ServedModels {
	reasoning(model: string): boolean;
	lacks: OpenAiGap[];
}

export function checkOpenAiRequest(body: unknown, served: ServedModels): RawReply | undefined {
	if (typeof body !== 'object' || body === null || Array.isArray(body))
		return openAiError(400, 'We could not parse the JSON body of your request.');
	const request = body as Record<string, unknown>;
	const unknown = Object.keys(request).find((field) => !knownFields.has(field));
	if (unknown !== undefined) return openAiError(400, `Unrecognized request argument supplied: ${unknown}`);
	if (typeof request.model !== 'string' || request.model === '') return openAiError(400, 'you must provide a model parameter');
	return (
		checkGaps(request, served.lacks) ??
		checkOpenAiMessages(request.messages) ??
		checkLimits(request) ??
		checkStream(request) ??
		checkOpenAiTools(request) ??
		checkOpenAiFormat(request) ??
		checkEffort(request, served) ??
		(served.reasoning(request.model) ? checkReasoning(request) : undefined)
	);
}

function checkGaps(request: Record<string, unknown>, lacks: OpenAiGap[]): RawReply | undefined {
	const { type } = (request.response_format ?? {}) as { type?: OpenAiGap };
	if (type && lacks.includes(type)) return openAiError(400, `This response_format type is unavailable now: ${type}`);
	const field = (['reasoning_effort', 'stream_options'] as const).find((name) => request[name] !== undefined && lacks.includes(name));
	return field && openAiError(422, `[{"type":"extra_forbidden","loc":["body","${field}"],"msg":"Extra inputs are not permitted"}]`);
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

const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'];

function checkEffort({ model, reasoning_effort: effort }: Record<string, unknown>, { reasoning }: ServedModels): RawReply | undefined {
	if (effort === undefined) return undefined;
	if (!reasoning(model as string)) return openAiError(400, 'Unrecognized request argument supplied: reasoning_effort');
	return efforts.includes(effort as string) ? undefined : wrongValue('reasoning_effort', effort, efforts);
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
