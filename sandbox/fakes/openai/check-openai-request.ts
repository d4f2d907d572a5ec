import { findAlternative } from '../is-schema';
import { checkOpenAiMessages } from './check-openai-messages';
import type { RawReply } from '../fake-server';
import { openAiError } from './openai-faults';
import { arrayTooLong, checkName, emptyArray, missing, outOfRange, refuse, wrongType, wrongValue } from './openai-refusals';

const maxTools = 128;

function checkOpenAiTools({ tools, tool_choice: choice }: Record<string, unknown>): RawReply | undefined {
	if (tools === undefined)
		return choice === undefined || choice === 'none'
			? undefined
			: refuse('tool_choice', null, "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.");
	if (!Array.isArray(tools)) return wrongType('tools', 'an array of objects', tools);
	if (tools.length === 0) return emptyArray('tools');
	if (tools.length > maxTools) return arrayTooLong('tools', maxTools, tools.length);
	for (const [index, tool] of tools.entries()) {
		const wrong = checkTool((tool ?? {}) as Record<string, unknown>, `tools[${index}]`);
		if (wrong) return wrong;
	}
	return checkChoice(choice, tools as Array<{ function: { name: string } }>);
}

function checkTool(tool: Record<string, unknown>, where: string): RawReply | undefined {
	if (tool.type !== 'function') return wrongValue(`${where}.type`, tool.type, ['function', 'custom']);
	const { name, description, parameters } = (tool.function ?? {}) as Record<string, unknown>;
	const wrong = checkName(`${where}.function.name`, name);
	if (wrong) return wrong;
	if (description !== undefined && typeof description !== 'string')
		return wrongType(`${where}.function.description`, 'a string', description);
	if (parameters === undefined) return undefined;
	const problem = findProblem(parameters ?? {});
	if (problem === undefined) return undefined;
	return refuse(
		`${where}.function.parameters`,
		'invalid_function_parameters',
		`Invalid schema for function '${name as string}': ${problem}`,
	);
}

function findProblem(schema: { type?: unknown }): string | undefined {
	if (schema.type !== 'object') return `schema must be a JSON Schema of 'type: "object"', got 'type: "${String(schema.type)}"'.`;
	if (findAlternative(schema)) return "schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level.";
	const text = JSON.stringify(schema);
	if (/"pattern":"[^"]*\(\?[=!<]/.test(text)) return 'a pattern is not a valid regex: look-around is not supported.';
	return lacksItems(schema) ? 'array schema missing items.' : undefined;
}

function lacksItems(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const isBare = 'type' in value && value.type === 'array' && !('items' in value) && !('prefixItems' in value);
	return isBare || Object.values(value).some(lacksItems);
}

function checkChoice(choice: unknown, tools: Array<{ function: { name: string } }>): RawReply | undefined {
	if (choice === undefined || ['none', 'auto', 'required'].includes(choice as string)) return undefined;
	if (typeof choice !== 'object' || choice === null) return wrongValue('tool_choice', choice, ['none', 'auto', 'required']);
	const { type, function: named } = choice as { type?: unknown; function?: { name?: string } };
	if (type !== 'function') return wrongValue('tool_choice.type', type, ['allowed_tools', 'function', 'custom']);
	if (named?.name === undefined) return missing('tool_choice.function.name');
	if (tools.some((tool) => tool.function.name === named.name)) return undefined;
	return refuse('tool_choice', null, `Invalid value for 'tool_choice': Tool choice '${named.name}' not found in 'tools' parameter.`);
}

type Schema = Record<string, unknown>;

const notInStrict = ['allOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentRequired', 'dependentSchemas', 'patternProperties'];

function checkOpenAiFormat({ response_format: format, messages }: Record<string, unknown>): RawReply | undefined {
	if (format === undefined) return undefined;
	const { type, json_schema: wanted } = (format ?? {}) as { type?: unknown; json_schema?: Record<string, unknown> };
	if (type === 'text') return undefined;
	if (type === 'json_object') return /json/i.test(JSON.stringify(messages)) ? undefined : sayJson();
	if (type !== 'json_schema') return wrongValue('response_format.type', type, ['json_object', 'json_schema', 'text']);
	if (wanted === undefined) return missing('response_format.json_schema');
	const wrong = checkName('response_format.json_schema.name', wanted.name);
	if (wrong) return wrong;
	if (wanted.schema === undefined) return wanted.strict === true ? missing('response_format.json_schema.schema') : undefined;
	const schema = wanted.schema as Schema;
	const fault = findRootFault(schema) ?? (wanted.strict === true ? strictFault(schema, []) : undefined);
	return fault === undefined
		? undefined
		: refuse('response_format', null, `Invalid schema for response_format '${String(wanted.name)}': ${fault}`);
}

function findRootFault(schema: Schema): string | undefined {
	if (schema.type !== 'object') return `schema must be a JSON Schema of 'type: "object"', got 'type: "${String(schema.type)}"'.`;
	const word = findAlternative(schema);
	return word && `schema must have type 'object' and not have '${word}' at the top level.`;
}

function sayJson(): RawReply {
	return refuse('messages', null, "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.");
}

function strictFault(schema: Schema, path: string[]): string | undefined {
	const context = `In context=(${path.map((step) => `'${step}'`).join(', ')})`;
	const keyword = notInStrict.find((name) => Object.hasOwn(schema, name));
	if (keyword) return `${context}, '${keyword}' is not permitted.`;
	if (schema.type === 'object') {
		if (schema.additionalProperties !== false) return `${context}, 'additionalProperties' is required to be supplied and to be false.`;
		const required = (schema.required ?? []) as string[];
		const absent = Object.keys((schema.properties ?? {}) as Schema).find((name) => !required.includes(name));
		if (absent)
			return `${context}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${absent}'.`;
	}
	for (const [step, inner] of innerSchemas(schema)) {
		const fault = strictFault(inner, [...path, ...step]);
		if (fault) return fault;
	}
	return undefined;
}

function innerSchemas(schema: Schema): Array<[string[], Schema]> {
	const named = ['properties', '$defs', 'definitions'].flatMap((group) =>
		Object.entries((schema[group] ?? {}) as Record<string, Schema>).map(([name, inner]): [string[], Schema] => [[group, name], inner]),
	);
	const choices = ((schema.anyOf ?? []) as Schema[]).map((inner, index): [string[], Schema] => [['anyOf', String(index)], inner]);
	const items: Array<[string[], Schema]> = schema.items ? [[['items'], schema.items as Schema]] : [];
	return [...named, ...choices, ...items];
}

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
