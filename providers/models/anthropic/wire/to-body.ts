import type Anthropic from '@anthropic-ai/sdk';
import type { ChatRequest, JsonSchema } from '../../../../core/ports';
import { withCacheMarks } from './cache-marks';
import type { Dialect } from './dialect';
import { beganWithThinking, toMessages } from './to-messages';

type Body = Anthropic.MessageCreateParamsNonStreaming;
export type ToStrictSchema = (schema: JsonSchema) => JsonSchema;

/** The API asks for a limit in every request. */
const defaultOutputTokens = 4096;
/** Of thinking, by how much is asked for; the API takes no less than 1024. */
const thinkingTokens = { low: 1024, medium: 4096, high: 16_384 };
const leastAnswerTokens = 1024;

/** The tool that stands for the answer where `output_config.format` cannot be used. */
export const answerTool = 'give_the_answer';

/** A request's body. Its temperature is not sent: the API refuses it since its version 2026-10-21. */
export function toBody(request: ChatRequest, model: string, dialect: Dialect, toStrict: ToStrictSchema): Body {
	const format = request.responseSchema && dialect.format ? toFormat(request.responseSchema.schema, toStrict) : undefined;
	const tools = toTools(request, format !== undefined);
	const choice = tools && toToolChoice(request, dialect, tools);
	const forced = choice?.type === 'any' || choice?.type === 'tool';
	const limit = request.maxOutputTokens ?? defaultOutputTokens + (request.reasoning ? thinkingTokens[request.reasoning] : 0);
	// The API refuses to think before a call that it is made to make.
	const { thinking, effort } = forced ? {} : toThinking(request, `anthropic:${model}`, dialect, limit);
	const system = request.messages.filter(({ role }) => role === 'system').map(({ content }) => content);
	return withCacheMarks({
		model,
		max_tokens: limit,
		...(system.length > 0 && { system: system.join('\n\n') }),
		messages: toMessages(request.messages, `anthropic:${model}`),
		...(tools && { tools }),
		...(choice && { tool_choice: choice }),
		...(thinking && { thinking }),
		...((effort || format) && { output_config: { ...(effort && { effort }), ...(format && { format }) } }),
	});
}

/** Undefined where the schema holds what the format cannot say, so that the answer might not fit it. */
function toFormat(schema: JsonSchema, toStrict: ToStrictSchema): Anthropic.JSONOutputFormat | undefined {
	if (isOpen(schema)) return undefined;
	try {
		return { type: 'json_schema', schema: toStrict(schema) };
	} catch {
		return undefined;
	}
}

/** Whether anything in the schema allows properties that it does not name, or is said in a way that the format does not know: it closes every object. */
function isOpen(schema: unknown): boolean {
	if (typeof schema !== 'object' || schema === null) return false;
	if ('definitions' in schema || 'patternProperties' in schema) return true;
	const { type, properties, additionalProperties: more } = schema as Record<string, unknown>;
	if (Array.isArray(type) && (type.includes('object') || type.includes('array'))) return true;
	if (type === 'object' && (properties === undefined || (more !== undefined && more !== false))) return true;
	return Object.values(schema).some(isOpen);
}

function toTools({ tools = [], messages, responseSchema }: ChatRequest, byFormat: boolean): Anthropic.Tool[] | undefined {
	const offered = tools.map(({ name, description, parameters }) => ({
		name,
		description,
		input_schema: parameters as Anthropic.Tool.InputSchema,
	}));
	if (responseSchema && !byFormat) {
		const input_schema = responseSchema.schema as Anthropic.Tool.InputSchema;
		offered.push({
			name: answerTool,
			description: 'Returns the final answer. Call it once, when nothing else is left to do.',
			input_schema,
		});
	}
	if (offered.length > 0) return offered;
	// The API refuses calls in the conversation of tools that it is not told of.
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
	const budget = Math.min(thinkingTokens[reasoning], limit - leastAnswerTokens);
	// By a budget, a round of tools has to begin with this model's thinking; another model's round is finished without.
	if (budget < thinkingTokens.low || !beganWithThinking(messages, modelId)) return {};
	return { thinking: { type: 'enabled', budget_tokens: budget } };
}
