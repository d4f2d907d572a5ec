import type Anthropic from '@anthropic-ai/sdk';
import type { ChatRequest, JsonSchema } from '../../../../core/ports/models/models';
import { askForSchema } from '../../shared/ask-for-schema';
import { foldSchema } from '../../shared/fold-schema';
import { withCacheMarks } from './cache-marks';
import type { Dialect } from './dialect';
import { beganWithThinking, toMessages } from './to-messages';

type Body = Anthropic.MessageCreateParamsNonStreaming;
export type ToStrictSchema = (schema: JsonSchema) => JsonSchema;

/** The API requires a limit in every request. */
const defaultOutputTokens = 4096;
/** Thinking budgets in tokens, by effort; the API requires at least 1024. */
const thinkingTokens = { low: 1024, medium: 4096, high: 16_384 };
const minAnswerTokens = 1024;

/** The API refuses other property names. */
const propertyName = /^[\w.-]{1,64}$/;

export const answerTool = 'give_the_answer';

/** The temperature is not sent: the API refuses it since version 2026-10-21. */
export function toBody(request: ChatRequest, model: string, dialect: Dialect, toStrict: ToStrictSchema): Body {
	const format = request.responseSchema && dialect.format ? toFormat(request.responseSchema.schema, toStrict) : undefined;
	// Native data of another sender is not sent.
	const sender = dialect.thoughts ? `anthropic:${model}` : '';
	// Tools take objects only.
	const told = request.responseSchema && !format && request.responseSchema.schema.type !== 'object' ? request.responseSchema : undefined;
	const messages = told ? askForSchema(request.messages, told) : request.messages;
	const tools = toTools(request, format !== undefined || told !== undefined);
	const choice = tools && toToolChoice(request, dialect, tools);
	const forced = choice?.type === 'any' || choice?.type === 'tool';
	const limit = request.maxOutputTokens ?? defaultOutputTokens + (request.reasoning ? thinkingTokens[request.reasoning] : 0);
	// The API refuses thinking together with a forced call.
	const { thinking, effort } = forced ? {} : toThinking(request, sender, dialect, limit);
	const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
	return withCacheMarks({
		model,
		max_tokens: limit,
		...(system.length > 0 && { system: system.join('\n\n') }),
		messages: toMessages(messages, sender),
		...(tools && { tools }),
		...(choice && { tool_choice: choice }),
		...(thinking && { thinking }),
		...((effort || format) && { output_config: { ...(effort && { effort }), ...(format && { format }) } }),
	});
}

/** Undefined if the format does not support the schema. */
function toFormat(schema: JsonSchema, toStrict: ToStrictSchema): Anthropic.JSONOutputFormat | undefined {
	if (isOpen(schema)) return undefined;
	try {
		return { type: 'json_schema', schema: toStrict(schema) };
	} catch {
		return undefined;
	}
}

/** Detects unnamed properties and keywords that the format, which closes every object, does not support. */
function isOpen(schema: unknown): boolean {
	if (typeof schema !== 'object' || schema === null) return false;
	if ('definitions' in schema || 'patternProperties' in schema) return true;
	const { type, properties, additionalProperties: more } = schema as Record<string, unknown>;
	if (Array.isArray(type) && (type.includes('object') || type.includes('array'))) return true;
	if (type === 'object' && (properties === undefined || (more !== undefined && more !== false))) return true;
	return Object.values(schema).some(isOpen);
}

function toTools({ tools = [], messages, responseSchema }: ChatRequest, withoutAnswer: boolean): Anthropic.Tool[] | undefined {
	const offered = tools.map(({ name, description, parameters }) => ({
		name,
		description,
		input_schema: foldSchema(parameters, propertyName) as Anthropic.Tool.InputSchema,
	}));
	if (responseSchema && !withoutAnswer) {
		const input_schema = foldSchema(responseSchema.schema, propertyName) as Anthropic.Tool.InputSchema;
		offered.push({
			name: answerTool,
			description: 'Returns the final answer. Call it once, when nothing else is left to do.',
			input_schema,
		});
	}
	if (offered.length > 0) return offered;
	// The API refuses calls of undeclared tools in the conversation.
	const called = new Set(messages.flatMap((message) => (message.role === 'tool' ? [message.name] : [])));
	return called.size > 0 ? [...called].map((name) => ({ name, description: '', input_schema: { type: 'object' } })) : undefined;
}

function toToolChoice(
	{ toolChoice = 'auto', tools: offered = [] }: ChatRequest,
	{ forced }: Dialect,
	tools: Anthropic.Tool[],
): Anthropic.ToolChoice | undefined {
	const answers = tools.at(-1)?.name === answerTool;
	if ((toolChoice === 'none' || offered.length === 0) && !answers) return { type: 'none' };
	if (!forced) return undefined;
	if (typeof toolChoice === 'object') return { type: 'tool', name: toolChoice.name };
	if (answers) return toolChoice === 'none' || tools.length === 1 ? { type: 'tool', name: answerTool } : { type: 'any' };
	return toolChoice === 'required' ? { type: 'any' } : undefined;
}

function toThinking(
	{ reasoning, messages }: ChatRequest,
	modelId: string,
	{ thinking: [form] }: Dialect,
	limit: number,
): { thinking?: Anthropic.ThinkingConfigParam; effort?: 'low' | 'medium' | 'high' } {
	if (!reasoning || !form) return {};
	if (form === 'adaptive') return { thinking: { type: 'adaptive' }, effort: reasoning };
	const budget = Math.min(thinkingTokens[reasoning], limit - minAnswerTokens);
	// With a budget, a tool round must begin with this model's thinking; another model's round ends without thinking.
	if (budget < thinkingTokens.low || !beganWithThinking(messages, modelId)) return {};
	return { thinking: { type: 'enabled', budget_tokens: budget } };
}
