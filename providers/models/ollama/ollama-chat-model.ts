import type { ChatRequest as OllamaRequest, ChatResponse as OllamaPart, Message, Ollama } from 'ollama/browser';
import { readEnding, readReason, settleAnswer } from '../../../core/ports/models/answer-ending';
import type { ImagePart } from '../../../core/ports/models/image-shapes';
import type { ChatMessage, ChatModel, ChatPart, ChatRequest, ChatResponse, TokenUsage, ToolCall } from '../../../core/ports/models/models';
import { estimateMessages, estimateTokens, estimateUsage } from '../../../core/tokens/estimate-tokens';
import { isTokenCount, unlessZero } from '../../../core/tokens/token-usage';
import { askForSchema, askInSystem } from '../shared/ask-for-schema';
import { createCallIds } from '../shared/call-ids';
import { describeResult } from '../shared/describe-result';
import { foldSchema } from '../shared/fold-schema';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { endParts } from '../shared/end-parts';
import { readArguments, writeArguments } from '../shared/read-arguments';
import { readLeniently, tellUnread } from '../shared/read-leniently';
import { cancelledError, endedError, isFiltered, malformedError, modelError } from '../shared/to-model-error';
import { endTextParts, readTextCalls, writeTextTools } from '../shared/text-tools';
import { withUsage } from '../shared/with-usage';
import { connector, ollamaCall, toOllamaError, type Connect } from './connection';
import { readModelDetails } from './model-details';
import type { ModelDetails } from './wire/to-details';

class Answer {
	text = '';
	started = false;
	unreadEvents = 0;
	isEnded = false;
	readonly #calls: ToolCall[] = [];
	readonly #idOf: (index: number) => string;
	#thought = '';
	#reason = '';
	#usage?: TokenUsage;

	constructor(
		private readonly request: ChatRequest,
		private readonly call: ModelCall,
	) {
		this.#idOf = createCallIds(request.messages);
	}

	add(part: Partial<OllamaPart>): string {
		const { message, done, done_reason: reason } = part;
		if (done) {
			this.isEnded = true;
			this.#reason = readReason(reason);
			this.#usage = toUsage(part);
		}
		if (!message || typeof (message.content ?? '') !== 'string') throw malformedError(this.call, 'it has no message');
		this.started = true;
		const text = message.content ?? '';
		this.text += text;
		if (typeof message.thinking === 'string') this.#thought += message.thinking;
		for (const call of message.tool_calls ?? []) this.#addCall(call);
		return text;
	}

	/** Older versions of Ollama assign no ids. */
	#addCall(written: { id?: unknown; function?: { name?: unknown; arguments?: unknown } }): void {
		const { name, arguments: given } = written.function ?? {};
		if (typeof name !== 'string') throw malformedError(this.call, 'one of its tool calls has no name');
		const id = typeof written.id === 'string' && written.id !== '' ? written.id : this.#idOf(this.#calls.length);
		this.#calls.push({ id, name, arguments: writeArguments(given) });
	}

	/** @throws TroupeError MODEL_* for an answer that the server did not complete */
	toResponse(): ChatResponse {
		const settled = settleAnswer(readEnding(this.#reason), this.#calls, (ending) => endedError(this.#reason, ending, this.call));
		const native: NativeData | undefined = settled.toolCalls && this.#thought !== '' ? { thought: this.#thought } : undefined;
		return {
			text: this.text,
			...settled,
			model: this.call.id,
			usage: this.toUsage(),
			...tellUnread(this),
			...(native && { native: { model: this.call.id, data: native, texts: ['thought'] } }),
		};
	}

	toUsage(): TokenUsage {
		const written = [this.#thought, this.text, ...this.#calls.map((call) => call.name + call.arguments)].join('');
		return this.#usage ?? estimateUsage(this.request.messages, written);
	}
}

/** Undefined if the server omits a figure, as for a cached prompt. */
function toUsage({ prompt_eval_count: input, eval_count: output }: Partial<OllamaPart>): TokenUsage | undefined {
	if (!isTokenCount(input) || !isTokenCount(output)) return undefined;
	return unlessZero({ inputTokens: input, outputTokens: output, estimated: false });
}

/** A smaller context saves nothing. */
const minContext = 4096;
/** Estimates are up to 40 % too low on code and digits, and chat templates add their own. */
const margin = 1.5;
const tokensPerImage = 1500;
const unlimitedAnswer = 2048;

/**
 * Ollama's default ignores the model and silently drops the oldest messages. Sizes are powers of two: each new size reloads the model. @throws
 * TroupeError MODEL_CONTEXT_TOO_LONG if the conversation alone exceeds the context of the model
 */
function chooseContextSize(request: ChatRequest, { contextTokens = Infinity, numCtx = 0 }: ModelDetails, call: ModelCall): number {
	const input = estimateInput(request);
	if (input > contextTokens) {
		const happened = `was not called: the conversation has about ${input} tokens, but the context of the model is ${contextTokens}`;
		throw modelError('MODEL_CONTEXT_TOO_LONG', call, happened);
	}
	const needed = Math.ceil(input * margin) + (request.maxOutputTokens ?? unlimitedAnswer);
	const step = 2 ** Math.ceil(Math.log2(Math.max(needed, minContext)));
	return Math.min(Math.max(step, numCtx), contextTokens);
}

function estimateInput({ messages, tools = [], responseSchema }: ChatRequest): number {
	const extras = messages.flatMap((message) => ('toolCalls' in message ? (message.toolCalls ?? []) : []));
	const images = messages.reduce((sum, message) => sum + (message.role === 'user' ? (message.images?.length ?? 0) : 0), 0);
	const overhead = [tools, extras, responseSchema?.schema ?? []].map((value) => estimateTokens(JSON.stringify(value)));
	return estimateMessages(messages) + overhead.reduce((sum, tokens) => sum + tokens, 0) + images * tokensPerImage;
}

export function createOllamaChatModel(
	settings: ProviderSettings,
	model: string,
	options: ChatModelOptions = {},
	connect: Connect = connector(settings, options),
): ChatModel {
	const call = ollamaCall(settings, model);
	let details: ModelDetails | undefined;
	let contextSize = 0;
	/** Models without the capability refuse tools. Older servers name no capabilities. */
	const isTextual = ({ tools }: ChatRequest): boolean =>
		Boolean(tools?.length) && details !== undefined && details.capabilities.length > 0 && !details.capabilities.includes('tools');

	/** The context only grows: another size reloads the model. */
	async function prepare(request: ChatRequest, signal: AbortSignal): Promise<{ client: Ollama; body: ReturnType<typeof toBody> }> {
		details ??= await readModelDetails(model, call, connect, signal);
		const asked = isTextual(request) ? writeTextTools(request) : request;
		contextSize = Math.max(contextSize, chooseContextSize(asked, details, call));
		return { client: await connect(call, signal), body: toBody(asked, call, model, details, contextSize) };
	}

	/** Returns a response if a filter stopped the question, like a filtered answer. */
	function throwOrFilter(error: unknown, answer: Answer, signal: AbortSignal): ChatResponse {
		const thrown = signal.aborted ? cancelledError(call, signal) : toOllamaError(error, call, signal);
		if (!isFiltered(thrown)) throw withUsage(thrown, answer.started ? answer.toUsage() : undefined);
		return { ...answer.toResponse(), toolCalls: undefined, native: undefined, finish: 'content-filter' };
	}

	return {
		id: call.id,
		async generate(request, signal) {
			const answer = new Answer(request, call);
			try {
				const { client, body } = await prepare(request, signal);
				answer.add(await client.chat({ ...body, stream: false }));
				return isTextual(request) ? readTextCalls(answer.toResponse(), request) : answer.toResponse();
			} catch (error) {
				return throwOrFilter(error, answer, signal);
			}
		},
		async *stream(request, signal): AsyncGenerator<ChatPart> {
			const answer = new Answer(request, call);
			try {
				const { client, body } = await prepare(request, signal);
				const parts = readParts(await client.chat({ ...body, stream: true }), answer, signal);
				// A text can still become a call.
				for await (const part of parts) if (!isTextual(request)) yield part;
				if (!answer.started) throw malformedError(call, 'the stream is empty');
				yield* isTextual(request) ? endTextParts(answer.toResponse(), request) : endParts(answer.toResponse());
			} catch (error) {
				yield { kind: 'end', response: throwOrFilter(error, answer, signal) };
			}
		},
	};
}

async function* readParts(
	parts: AsyncIterable<OllamaPart> & { abort(): void },
	answer: Answer,
	signal: AbortSignal,
): AsyncGenerator<ChatPart, void> {
	let ended = false;
	try {
		const add = (part: OllamaPart) => [answer.add(part)].filter((text) => text !== '');
		for await (const text of readLeniently(parts, answer, add, () => answer.isEnded, signal)) yield { kind: 'text', text };
		ended = true;
	} finally {
		// The SDK leaves the connection open when reading stops.
		if (!ended) parts.abort();
	}
}

/** With `truncate` and `shift`, servers since 0.12 refuse instead of truncating; older ones ignore them. */
type Body = Omit<OllamaRequest, 'stream'> & { truncate: false; shift: false };

interface NativeData {
	thought: string;
}

/** @throws TroupeError MODEL_BAD_REQUEST for an image by URL, which the server does not fetch */
function toBody(request: ChatRequest, call: ModelCall, model: string, details: ModelDetails, contextSize: number): Body {
	const { maxOutputTokens, temperature, reasoning } = request;
	const tools = offeredTools(request);
	const asked = withWishes(request, tools.length > 0);
	return {
		model,
		messages: asked.map((message) => toMessage(message, call)),
		...(tools.length > 0 && { tools }),
		// A grammar for the answer would keep the model from calling tools.
		...(request.responseSchema && tools.length === 0 && { format: request.responseSchema.schema }),
		...(reasoning && details.capabilities.includes('thinking') && { think: details.family === 'gptoss' ? reasoning : true }),
		truncate: false,
		shift: false,
		options: {
			num_ctx: contextSize,
			...(maxOutputTokens !== undefined && { num_predict: maxOutputTokens }),
			...(temperature !== undefined && { temperature }),
		},
	};
}

function offeredTools({ tools = [], toolChoice = 'auto' }: ChatRequest): NonNullable<Body['tools']> {
	const offered = tools.filter(({ name }) => typeof toolChoice === 'string' || name === toolChoice.name);
	if (toolChoice === 'none') return [];
	return offered.map(({ name, description, parameters }) => ({
		type: 'function',
		function: { name, description, parameters: foldSchema(parameters) },
	}));
}

/** Ollama supports neither a tool choice nor a schema with tools: the prompt asks for them. */
function withWishes({ messages, toolChoice, responseSchema }: ChatRequest, offersTools: boolean): ChatMessage[] {
	const shaped = responseSchema && offersTools ? askForSchema(messages, responseSchema) : messages;
	if (!offersTools || toolChoice === undefined || toolChoice === 'auto') return shaped;
	const which = typeof toolChoice === 'string' ? 'one of your tools' : `the tool ${toolChoice.name}`;
	return askInSystem(shaped, `Call ${which} now, and do not answer in words.`);
}

function toMessage(message: ChatMessage, call: ModelCall): Message {
	if (message.role === 'tool') return { role: 'tool', content: describeResult(message), tool_name: message.name };
	if (message.role === 'user' && message.images?.length)
		return { role: 'user', content: message.content, images: message.images.map((image) => toImage(image, call)) };
	if (message.role !== 'assistant' || !message.toolCalls?.length) return { role: message.role, content: message.content };
	const { thought } = (message.native?.model === call.id ? message.native.data : {}) as Partial<NativeData>;
	return { role: 'assistant', content: message.content, ...(thought && { thinking: thought }), tool_calls: message.toolCalls.map(toCall) };
}

function toImage(image: ImagePart, call: ModelCall): string {
	if (image.kind === 'data') return image.data;
	throw modelError('MODEL_BAD_REQUEST', call, 'accepts images as data only, not as URLs');
}

function toCall({ name, arguments: text }: ToolCall): NonNullable<Message['tool_calls']>[number] {
	return { function: { name, arguments: readArguments(text) } };
}
