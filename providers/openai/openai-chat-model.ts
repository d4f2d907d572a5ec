import type OpenAI from 'openai';
import { estimateUsage } from '../../core/llm/estimate-tokens';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse, TokenUsage } from '../../core/ports';
import type { ProviderSettings } from '../provider-settings';
import { checkSettings } from '../shared/check-settings';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { quietFetch } from '../shared/quiet-fetch';
import { cancelledError, cutError, malformedError, refusedError, toModelError, type VendorErrors } from '../shared/to-model-error';
import { adaptDialect, dialectFields, initialDialect, type DialectFields } from './dialect';
import { openAiErrors, readErrorObject } from './to-model-error';

type Chunk = OpenAI.ChatCompletionChunk;

interface Connection {
	client: OpenAI;
	errors: VendorErrors;
}

/** What a conversation's answer is put together from. */
interface Answer {
	text: string;
	finish: string;
	/** The model declined: the text is its reason. */
	refused?: boolean;
	usage?: OpenAI.CompletionUsage | null;
}

/** A model behind OpenAI's chat completions protocol: OpenAI's own, or any server that speaks it by its base URL. */
export function createOpenAiChatModel(settings: ProviderSettings, model: string, options: ChatModelOptions = {}): ChatModel {
	const call: ModelCall = { id: `openai:${model}`, provider: 'OpenAI', settings, keyVariable: 'OPENAI_API_KEY' };
	let connection: Promise<Connection> | undefined;
	let dialect = initialDialect(settings);

	/** Sends a request, and once more in the dialect that a refusal asked for. */
	async function send<Result>(
		request: ChatRequest,
		post: (client: OpenAI, body: { model: string } & DialectFields) => Promise<Result>,
	): Promise<Result> {
		const { client } = await (connection ??= connect(call, options));
		for (let adapted = 0; ; adapted += 1) {
			try {
				return await post(client, { model, ...dialectFields(dialect, request) });
			} catch (error) {
				const next = adaptDialect(dialect, error as { code?: unknown; param?: unknown });
				if (!next || adapted === 2) throw error;
				dialect = next;
			}
		}
	}

	async function failure(error: unknown, signal: AbortSignal): Promise<unknown> {
		return toModelError(error, call, (await connection!).errors, signal);
	}

	return {
		id: call.id,
		async generate(request, signal) {
			try {
				const { messages } = request;
				// Read here: the SDK's own reading adds a timer and a race to each call.
				const answer = await send(request, (client, body) =>
					client.chat.completions.create({ ...body, messages }, { signal }).asResponse(),
				);
				return toResponse(readCompletion(await answer.json(), call, (await connection!).errors), request, call);
			} catch (error) {
				if (isFiltered(error)) return toResponse({ text: '', finish: 'content_filter' }, request, call);
				throw await failure(error, signal);
			}
		},
		async *stream(request, signal): AsyncGenerator<ChatPart> {
			try {
				const { messages } = request;
				const streaming = { messages, stream: true, stream_options: { include_usage: true } } as const;
				const chunks = await send(request, (client, body) => client.chat.completions.create({ ...body, ...streaming }, { signal }));
				const answer = yield* readChunks(chunks, call, signal);
				yield { kind: 'end', response: toResponse(answer, request, call) };
			} catch (error) {
				if (!isFiltered(error)) throw await failure(error, signal);
				yield { kind: 'end', response: toResponse({ text: '', finish: 'content_filter' }, request, call) };
			}
		},
	};
}

async function connect(call: ModelCall, { fetch }: ChatModelOptions): Promise<Connection> {
	checkSettings(call);
	const { OpenAI: Client } = await import('openai');
	const { apiKey, baseUrl } = call.settings;
	const client = new Client({
		// The SDK wants some key; what is sent is quietFetch's to say.
		apiKey: apiKey || 'none',
		baseURL: baseUrl ?? 'https://api.openai.com/v1',
		// Given, so that the SDK looks for none of them in the environment.
		organization: null,
		project: null,
		adminAPIKey: null,
		webhookSecret: null,
		// Retries are the chain's: another model answers sooner than the same one again.
		maxRetries: 0,
		// The SDK would log parts of the conversation.
		logLevel: 'off',
		fetch: quietFetch(apiKey, fetch),
	});
	return { client, errors: openAiErrors(Client) };
}

function readCompletion(completion: unknown, call: ModelCall, errors: VendorErrors): Answer {
	const { choices, usage, error } = (completion ?? {}) as Partial<OpenAI.ChatCompletion> & { error?: unknown };
	if (error) throw refusedError(readErrorObject(error), call, errors);
	const choice = Array.isArray(choices) ? choices[0] : undefined;
	const text = choice?.message?.content ?? choice?.message?.refusal ?? '';
	if (!choice?.message || typeof text !== 'string') throw malformedError(call, 'it holds no message');
	return { text, finish: choice.finish_reason, refused: Boolean(choice.message.refusal), usage };
}

async function* readChunks(chunks: AsyncIterable<Chunk>, call: ModelCall, signal: AbortSignal): AsyncGenerator<ChatPart, Answer> {
	const answer: Answer = { text: '', finish: '' };
	let seen = false;
	for await (const chunk of chunks) {
		if (!Array.isArray(chunk?.choices)) throw malformedError(call, 'an event of the stream is no chunk');
		seen = true;
		const text = addChunk(answer, chunk);
		if (text !== '') yield { kind: 'text', text };
	}
	// The SDK ends an aborted stream as if it were whole.
	if (signal.aborted) throw cancelledError(call, signal);
	if (!seen) throw malformedError(call, 'the stream holds no event');
	if (answer.finish === '') throw cutError(call);
	return answer;
}

/** Takes a chunk into the answer and gives the text it brought. */
function addChunk(answer: Answer, { choices: [choice], usage }: Chunk): string {
	const { content, refusal } = choice?.delta ?? {};
	const text = content || refusal || '';
	answer.text += text;
	answer.usage = usage ?? answer.usage;
	answer.finish = choice?.finish_reason ?? answer.finish;
	if (refusal) answer.refused = true;
	return text;
}

/** Azure and others refuse a filtered question with an error; it is an outcome like a filtered answer. */
function isFiltered(error: unknown): boolean {
	return (error as { code?: unknown } | undefined)?.code === 'content_filter';
}

function toResponse({ text, finish, refused, usage }: Answer, request: ChatRequest, call: ModelCall): ChatResponse {
	return {
		text,
		finish: refused ? 'content-filter' : toFinish(finish),
		model: call.id,
		usage: toUsage(usage) ?? estimateUsage(request.messages, text),
	};
}

function toFinish(reason: string): ChatResponse['finish'] {
	if (reason === 'content_filter') return 'content-filter';
	return reason === 'length' ? 'length' : 'stop';
}

/** Undefined when a server left a figure out. */
function toUsage(usage: Answer['usage']): TokenUsage | undefined {
	if (!usage || !Number.isFinite(usage.prompt_tokens) || !Number.isFinite(usage.completion_tokens)) return undefined;
	const cachedInputTokens = usage.prompt_tokens_details?.cached_tokens;
	return {
		inputTokens: usage.prompt_tokens,
		outputTokens: usage.completion_tokens,
		...(cachedInputTokens !== undefined && { cachedInputTokens }),
		estimated: false,
	};
}
