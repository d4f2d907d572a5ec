import { findAlternative, isSchema } from '../is-schema';
import { anthropicError } from './anthropic-faults';
import { checkAnthropicMessages, checkThinkingBlocks } from './check-anthropic-messages';
import type { Fields, RawReply } from '../fake-server';

const toolFields = ['name', 'description', 'input_schema', 'cache_control', 'strict', 'type'];

function checkAnthropicTools({ tools, tool_choice: choice }: Fields): string | undefined {
	if (tools === undefined) return choice === undefined ? undefined : 'tool_choice may only be specified while providing tools.';
	if (!Array.isArray(tools)) return 'tools: Input should be a valid list';
	for (const [index, tool] of tools.entries()) {
		const wrong = checkTool(tool, `tools.${index}.custom`);
		if (wrong) return wrong;
	}
	const names = tools.map(({ name }) => name);
	if (new Set(names).size < names.length) return 'tools: Tool names must be unique.';
	return choice === undefined ? undefined : checkChoice(choice as Fields, names);
}

function checkTool(tool: Fields, at: string): string | undefined {
	const unknown = Object.keys(tool).find((field) => !toolFields.includes(field));
	if (unknown) return `${at}.${unknown}: Extra inputs are not permitted`;
	if (!/^[a-zA-Z0-9_-]{1,128}$/.test(String(tool.name))) return `${at}.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`;
	const schema = tool.input_schema as Fields | undefined;
	if (schema?.type !== 'object') return `${at}.input_schema.type: Input should be 'object'`;
	if (findAlternative(schema)) return `${at}.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level`;
	const name = Object.keys(schema.properties ?? {}).find((each) => !/^[\w.-]{1,64}$/.test(each));
	if (name !== undefined) return `${at}.input_schema.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'`;
	return isSchema(schema) ? undefined : `${at}.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12.`;
}

function checkChoice({ type, name }: Fields, names: unknown[]): string | undefined {
	if (!['auto', 'any', 'none', 'tool'].includes(type as string))
		return "tool_choice: Input tag found using 'type' does not match any of the expected tags";
	return type === 'tool' && !names.includes(name) ? `tool_choice: Tool '${String(name)}' not found in provided tools` : undefined;
}

const formatKeywords: Record<string, string[]> = {
	object: ['properties', 'required', 'additionalProperties'],
	array: ['items', 'minItems'],
	string: ['format', 'pattern'],
};
const always = ['type', 'title', 'description', 'enum', 'const', 'anyOf', 'allOf', '$ref', '$defs', 'default'];

/** Finds what the real service refuses in an answer's format: it knows a part of JSON schema, and wants every object closed. */
function checkAnthropicFormat(format: unknown): string | undefined {
	const { type, schema, ...rest } = format as Fields;
	if (type !== 'json_schema') return "output_config.format.type: Input should be 'json_schema'";
	if (Object.keys(rest).length > 0) return `output_config.format.${Object.keys(rest)[0]}: Extra inputs are not permitted`;
	if (!isSchema(schema)) return 'output_config.format.schema: Invalid schema.';
	const wrong = checkClosed(schema as Fields);
	return wrong && `output_config.format.schema: ${wrong}`;
}

function checkClosed(schema: Fields): string | undefined {
	const { type } = schema as { type?: string };
	if (type === 'object' && schema.additionalProperties !== false)
		return "For 'object' type, 'additionalProperties' must be explicitly set to false";
	const unknown = Object.keys(schema).find((word) => !always.includes(word) && !formatKeywords[type ?? '']?.includes(word));
	if (unknown) return `For '${type}' type, property '${unknown}' is not supported`;
	const inner = [...Object.values((schema.properties ?? {}) as Fields), schema.items, ...((schema.anyOf ?? []) as unknown[])];
	for (const one of inner) {
		const wrong = typeof one === 'object' && one !== null ? checkClosed(one as Fields) : undefined;
		if (wrong) return wrong;
	}
	return undefined;
}

export interface AnthropicModelTraits {
	thinking: 'none' | 'budget' | 'adaptive' | 'always';
	/** Supports a schema in `output_config.format`. */
	format: boolean;
}

const knownFields = new Set(
	'model messages max_tokens system stream stop_sequences metadata tools tool_choice thinking service_tier output_config'.split(' '),
);
/** Taken by API version 2023-06-01, refused since 2026-10-21 even at their default values. */
const samplingFields = ['temperature', 'top_p', 'top_k'];
const maxMarks = 4;

/** Returns the real service's refusal of a message; undefined if it accepts it. */
export function checkAnthropicRequest(body: unknown, version: string, traits: AnthropicModelTraits): RawReply | undefined {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) return invalid('The request body is not valid JSON.');
	const request = body as Fields;
	const sampling = version === '2023-06-01' ? samplingFields : [];
	const unknown = Object.keys(request).find((field) => !knownFields.has(field) && !sampling.includes(field));
	if (unknown !== undefined) return invalid(`${unknown}: Extra inputs are not permitted`);
	for (const field of ['model', 'max_tokens', 'messages']) if (request[field] === undefined) return invalid(`${field}: Field required`);
	const wrong = checkFields(request) ?? checkAnthropicMessages(request) ?? checkAnthropicTools(request) ?? checkMarks(request);
	return refuse(wrong ?? checkThinking(request, traits) ?? checkOutput(request.output_config, traits));
}

function checkFields({ model, max_tokens: limit, system, stream, temperature }: Fields): string | undefined {
	if (typeof model !== 'string' || model === '') return 'model: Input should be a valid string';
	if (!Number.isInteger(limit)) return 'max_tokens: Input should be a valid integer';
	if ((limit as number) < 1) return 'max_tokens: Input should be greater than or equal to 1';
	if (system !== undefined && typeof system !== 'string' && !Array.isArray(system)) return 'system: Input should be a valid string';
	if (stream !== undefined && typeof stream !== 'boolean') return 'stream: Input should be a valid boolean';
	if (temperature === undefined) return undefined;
	if (typeof temperature !== 'number') return 'temperature: Input should be a valid number';
	if (temperature < 0 || temperature > 1) return 'temperature: range: 0..1';
	return undefined;
}

function checkMarks(request: Fields): string | undefined {
	const marks = JSON.stringify(request).split('"cache_control":{"type":"ephemeral"').length - 1;
	return marks > maxMarks ? `A maximum of ${maxMarks} blocks with cache_control may be provided. Found ${marks}.` : undefined;
}

function checkThinking(request: Fields, { thinking: takes }: AnthropicModelTraits): string | undefined {
	const forced = ['any', 'tool'].includes((request.tool_choice as { type?: string } | undefined)?.type ?? '');
	if (takes === 'always' && forced) return 'tool_choice: Thinking may not be enabled when tool_choice forces tool use.';
	const { thinking } = request as { thinking?: { type?: unknown; budget_tokens?: unknown } };
	if (thinking === undefined) return undefined;
	if (thinking.type === 'enabled') return checkBudget(request, thinking.budget_tokens, takes, forced);
	if (thinking.type !== 'adaptive') return "thinking: Input tag found using 'type' does not match any of the expected tags";
	if (takes === 'none' || takes === 'budget') return 'adaptive thinking is not supported on this model';
	if (thinking.budget_tokens !== undefined) return 'thinking.adaptive.budget_tokens: Extra inputs are not permitted';
	return forced ? 'Thinking may not be enabled when tool_choice forces tool use.' : undefined;
}

function checkBudget(request: Fields, budget: unknown, takes: AnthropicModelTraits['thinking'], forced: boolean): string | undefined {
	if (takes === 'none') return 'This model does not support thinking.';
	if (takes !== 'budget')
		return '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.';
	if (!Number.isInteger(budget)) return 'thinking.enabled.budget_tokens: Field required';
	if ((budget as number) < 1024) return 'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024';
	if ((budget as number) >= (request.max_tokens as number)) return '`max_tokens` must be greater than `thinking.budget_tokens`.';
	if (forced) return 'Thinking may not be enabled when tool_choice forces tool use.';
	return checkThinkingBlocks(request.messages as never);
}

function checkOutput(config: unknown, { thinking, format: takesFormat }: AnthropicModelTraits): string | undefined {
	if (config === undefined) return undefined;
	const { effort, format, ...rest } = config as { effort?: unknown; format?: unknown };
	if (Object.keys(rest).length > 0) return `output_config.${Object.keys(rest)[0]}: Extra inputs are not permitted`;
	if (effort !== undefined && !['low', 'medium', 'high', 'xhigh', 'max'].includes(effort as string))
		return "output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'";
	if (effort !== undefined && (thinking === 'none' || thinking === 'budget')) return 'This model does not support the effort parameter.';
	if (format === undefined) return undefined;
	return takesFormat ? checkAnthropicFormat(format) : 'output_config.format: this model does not support structured outputs';
}

function refuse(message: string | undefined): RawReply | undefined {
	return message === undefined ? undefined : invalid(message);
}

function invalid(message: string): RawReply {
	return anthropicError(400, 'invalid_request_error', message);
}
