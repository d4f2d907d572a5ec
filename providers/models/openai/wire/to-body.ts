import type OpenAI from 'openai';
import type { ChatMessage, ChatRequest, JsonSchema } from '../../../../core/ports/models/models';
import { askForSchema } from '../../shared/ask-for-schema';
import { foldSchema } from '../../shared/fold-schema';
import { writeTextTools } from '../../shared/text-tools';
import type { Dialect } from './dialect';
import { fitMessages } from './fit-messages';
import { toStrictSchema } from './strict-schema';
import { toMessages } from './to-messages';
import { formatFor } from './adapt-dialect';

type Body = Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, 'stream'>;

export function toBody(request: ChatRequest, model: string, dialect: Dialect): Body {
	const { maxOutputTokens, temperature, reasoning, responseSchema, toolChoice } = request;
	const fitted = dialect.tools === 'text' ? writeTextTools(request) : request;
	// A grammar for the answer would prevent tool calls.
	const isTextual = fitted !== request && toolChoice !== 'none' && Boolean(request.tools?.length);
	const format = responseSchema && (isTextual ? 'told' : formatFor(dialect.format, responseSchema.schema));
	const told = format === 'object' || format === 'told';
	const messages: ChatMessage[] = told ? askForSchema(fitted.messages, responseSchema!) : fitted.messages;
	return {
		model,
		messages: toMessages(fitMessages(messages, dialect), `openai:${model}`, dialect),
		...toolFields(fitted, dialect),
		...(responseSchema && format !== 'told' && { response_format: toFormat(responseSchema, format!) }),
		...(maxOutputTokens !== undefined && { [dialect.limitFields[0]!]: maxOutputTokens }),
		...(dialect.temperature && temperature !== undefined && { temperature }),
		...(dialect.effort && reasoning && { reasoning_effort: reasoning }),
	};
}

/** Omits forbidden tools: some servers show them to the model, which then calls them. */
function toolFields({ tools = [], toolChoice = 'auto' }: ChatRequest, { offersAlways }: Dialect): Partial<Body> {
	if (tools.length === 0 || (toolChoice === 'none' && !offersAlways)) return {};
	const choice = typeof toolChoice === 'string' ? toolChoice : { type: 'function' as const, function: toolChoice };
	return {
		tools: tools.map(({ name, description, parameters }) => ({
			type: 'function',
			function: { name, description, parameters: foldSchema(parameters) },
		})),
		...(choice !== 'auto' && { tool_choice: choice }),
	};
}

function toFormat({ name, schema }: { name: string; schema: JsonSchema }, format: Dialect['format']): Body['response_format'] {
	if (format === 'object') return { type: 'json_object' };
	const strict = format === 'strict' ? toStrictSchema(schema) : undefined;
	return { type: 'json_schema', json_schema: { name: name.slice(0, 64), schema: strict ?? schema, ...(strict && { strict: true }) } };
}
