import type OpenAI from 'openai';
import type { TroupeError } from '../../../core/base/errors';
import type { ImagePart } from '../../../core/ports/models/image-shapes';
import type { ChatMessage, ChatModel, ChatPart, ChatRequest, JsonSchema, ToolCall } from '../../../core/ports/models/models';
import { askForSchema } from '../shared/ask-for-schema';
import { callIdWithin } from '../shared/call-ids';
import { describeResult } from '../shared/describe-result';
import { foldSchema } from '../shared/fold-schema';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions } from '../shared/model-call';
import { endParts } from '../shared/end-parts';
import { readArguments } from '../shared/read-arguments';
import { isFiltered, toModelError } from '../shared/to-model-error';
import { withUsage } from '../shared/with-usage';
import { Answer } from './wire/answer';
import { connector, openAiCall, type Connect } from './connection';
import { endTextParts, readTextCalls, writeTextTools } from '../shared/text-tools';
import type { NativeData } from './wire/native-data';
import { thoughtFields } from './wire/native-data';
import { describeNeeds } from './wire/needs';
import type { Dialect } from './wire/dialect';
import { Refusal } from './wire/refusal';
import { toStrictSchema } from './wire/strict-schema';
import { openAiErrors, readErrorObject } from './wire/to-model-error';
import { readStream, readWhole } from './wire/read-answer';
import { adaptDialect, formatFor, initialDialect } from './wire/adapt-dialect';

type Message = OpenAI.ChatCompletionMessageParam;

const maxCallId = 40;

/** Gemini accepts this for calls of other models (ai.google.dev/gemini-api/docs/thought-signatures). */
const unsigned = { google: { thought_signature: 'skip_thought_signature_validator' } };

/** For servers that refuse a user's turn after tool results. */
const bridge: Message = { role: 'assistant', content: 'I have read the results.' };

/** Converts to OpenAI's form, with the thoughts of `model`. */
function toMessages(messages: ChatMessage[], model: string, dialect: Pick<Dialect, 'thoughts' | 'signed' | 'bridged'>): Message[] {
	return messages.flatMap((message, index) => {
		const isApart = dialect.bridged && message.role === 'user' && messages[index - 1]?.role === 'tool';
		return [...(isApart ? [bridge] : []), toMessage(message, model, dialect)];
	});
}

function toMessage(message: ChatMessage, model: string, { thoughts, signed }: Pick<Dialect, 'thoughts' | 'signed'>): Message {
	if (message.role === 'tool')
		return { role: 'tool', tool_call_id: callIdWithin(maxCallId, message.callId), content: describeResult(message) };
	if (message.role === 'user' && message.images?.length) return { role: 'user', content: withImages(message.content, message.images) };
	if (message.role !== 'assistant' || !message.toolCalls?.length) return { role: message.role, content: message.content };
	const native = (message.native?.model === model ? message.native.data : {}) as NativeData;
	return {
		role: 'assistant',
		content: message.content || null,
		...(thoughts === 'always' && { reasoning_content: '' }),
		...(thoughts !== 'never' && thoughtFields(native, message.toolCalls, maxCallId)),
		tool_calls: message.toolCalls.map((call, index) =>
			toCall(call, native.extras?.[index] ?? (signed && index === 0 ? unsigned : undefined)),
		),
	};
}

function withImages(text: string, images: ImagePart[]): OpenAI.ChatCompletionContentPart[] {
	const urls = images.map((image) => (image.kind === 'url' ? image.url : `data:${image.mediaType};base64,${image.data}`));
	return [
		...(text === '' ? [] : [{ type: 'text' as const, text }]),
		...urls.map((url) => ({ type: 'image_url' as const, image_url: { url } })),
	];
}

function toCall({ id, name, arguments: text }: ToolCall, extra: unknown): OpenAI.ChatCompletionMessageToolCall {
	return {
		id: callIdWithin(maxCallId, id),
		type: 'function',
		// Many servers fail permanently if earlier arguments are not an object.
		function: { name, arguments: JSON.stringify(readArguments(text)) },
		...(extra !== undefined && { extra_content: extra }),
	};
}

function fitMessages(messages: ChatMessage[], { system, alternating, oneCall }: Dialect): ChatMessage[] {
	const single = oneCall ? splitCalls(messages) : messages;
	const roles = system ? single : foldSystem(single);
	return alternating ? joinTurns(roles) : roles;
}

function foldSystem(messages: ChatMessage[]): ChatMessage[] {
	const [first, ...others] = messages;
	if (first?.role !== 'system') return messages;
	const at = others.findIndex(({ role }) => role === 'user');
	if (at !== 0) return [{ role: 'user', content: first.content }, ...others];
	const user = others[0] as Extract<ChatMessage, { role: 'user' }>;
	return [{ ...user, content: `${first.content}\n\n${user.content}` }, ...others.slice(1)];
}

function joinTurns(messages: ChatMessage[]): ChatMessage[] {
	return messages.reduce<ChatMessage[]>((joined, message) => {
		const last = joined.at(-1);
		const content = `${last?.content}\n\n${message.content}`;
		if (last?.role === 'user' && message.role === 'user')
			joined[joined.length - 1] = { ...last, content, images: [...(last.images ?? []), ...(message.images ?? [])] };
		else if (last?.role === 'assistant' && message.role === 'assistant' && !last.toolCalls?.length)
			joined[joined.length - 1] = { ...message, content };
		else joined.push(message);
		return joined;
	}, []);
}

function splitCalls(messages: ChatMessage[]): ChatMessage[] {
	return messages.flatMap((message, index) => {
		if (message.role === 'tool') return [];
		if (message.role !== 'assistant' || !message.toolCalls?.length) return [message];
		const results = messages.slice(index + 1, nextTurn(messages, index));
		return message.toolCalls.flatMap((call, position) => [
			{ ...message, content: position === 0 ? message.content : '', toolCalls: [call] },
			...results.filter((result) => isResultOf(result, call)),
		]);
	});
}

function nextTurn(messages: ChatMessage[], index: number): number {
	const next = messages.findIndex(({ role }, at) => at > index && role !== 'tool');
	return next === -1 ? messages.length : next;
}

const isResultOf = (message: ChatMessage, { id }: ToolCall): boolean => message.role === 'tool' && message.callId === id;

type Body = Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, 'stream'>;

function toBody(request: ChatRequest, model: string, dialect: Dialect): Body {
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

export function createOpenAiChatModel(
	settings: ProviderSettings,
	model: string,
	options: ChatModelOptions = {},
	connect: Connect = connector(settings, options),
): ChatModel {
	const call = openAiCall(settings, model);
	let dialect = initialDialect(settings);
	const formats = new WeakMap<JsonSchema, Dialect['format']>();

	async function ask(request: ChatRequest, signal: AbortSignal, stream: boolean): Promise<{ response: Response; spoken: Dialect }> {
		const send = connect(call);
		// Separate: what concurrent calls learn must not undo what this call learned.
		const { schema } = request.responseSchema ?? {};
		let spoken: Dialect = { ...dialect, format: (schema && formats.get(schema)) ?? dialect.format };
		for (;;) {
			const streaming = stream && { stream, ...(spoken.streamUsage && { stream_options: { include_usage: true } }) };
			try {
				return { response: await send('/chat/completions', signal, { ...toBody(request, model, spoken), ...streaming }), spoken };
			} catch (error) {
				const next = adaptDialect(spoken, request, fieldRefusal(error));
				if (!next) throw error;
				spoken = next.dialect;
				if (next.ofSchema) formats.set(schema!, spoken.format);
				else dialect = { ...spoken, ...(schema && formats.has(schema) && { format: dialect.format }) };
				options.onNeeds?.(describeNeeds(dialect, initialDialect({ baseUrl: settings.baseUrl })));
			}
		}
	}

	/** Returns the error to throw, or a response if the provider's filter stopped the question. */
	function toThrow(error: unknown, answer: Answer, signal: AbortSignal): TroupeError | undefined {
		const failed = toModelError(error, call, openAiErrors, signal);
		if (isFiltered(failed)) {
			answer.finish = 'content_filter';
			return undefined;
		}
		return withUsage(failed, answer.started ? answer.toUsage() : undefined);
	}

	return {
		id: call.id,
		async generate(request, signal) {
			const answer = new Answer(request, call);
			let isTextual = false;
			try {
				const { response, spoken } = await ask(request, signal, false);
				isTextual = spoken.tools === 'text';
				await readWhole(response, answer, call);
			} catch (error) {
				const thrown = toThrow(error, answer, signal);
				if (thrown) throw thrown;
			}
			return isTextual ? readTextCalls(answer.toResponse(), request) : answer.toResponse();
		},
		async *stream(request, signal): AsyncGenerator<ChatPart> {
			const answer = new Answer(request, call);
			let isTextual = false;
			try {
				const { response, spoken } = await ask(request, signal, true);
				isTextual = spoken.tools === 'text' && Boolean(request.tools?.length);
				// A text can still become a call.
				for await (const part of readStream(response, answer, call, signal)) if (!isTextual) yield part;
			} catch (error) {
				const thrown = toThrow(error, answer, signal);
				if (thrown) throw thrown;
			}
			yield* isTextual ? endTextParts(answer.toResponse(), request) : endParts(answer.toResponse());
		},
	};
}

function fieldRefusal(error: unknown) {
	if (!(error instanceof Refusal)) return { text: '' };
	const { code, param } = (error.error ?? {}) as Record<string, unknown>;
	return { status: error.status, code, param, text: readErrorObject(error.error ?? error.body).text ?? '' };
}
