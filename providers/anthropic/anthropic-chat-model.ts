import type Anthropic from '@anthropic-ai/sdk';
import { estimateUsage } from '../../core/llm/estimate-tokens';
import type { ChatMessage, ChatModel, ChatPart, ChatRequest, ChatResponse, TokenUsage } from '../../core/ports';
import type { ProviderSettings } from '../provider-settings';
import { checkSettings } from '../shared/check-settings';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { quietFetch } from '../shared/quiet-fetch';
import { cancelledError, cutError, malformedError, toModelError, type VendorErrors } from '../shared/to-model-error';
import { anthropicErrors } from './to-model-error';

interface Connection {
	client: Anthropic;
	errors: VendorErrors;
}

type Usage = Pick<Anthropic.Usage, 'input_tokens' | 'output_tokens'> & Partial<Anthropic.Usage>;

/** What a conversation's answer is put together from. */
interface Answer {
	text: string;
	stopReason: string | null | undefined;
	usage?: Usage;
}

/** The API asks for a limit in every request. */
const defaultOutputTokens = 4096;

/** A model behind Anthropic's messages API. The request's temperature is not sent: the API refuses it since its version 2026-10-21. */
export function createAnthropicChatModel(settings: ProviderSettings, model: string, options: ChatModelOptions = {}): ChatModel {
	const call: ModelCall = { id: `anthropic:${model}`, provider: 'Anthropic', settings, keyVariable: 'ANTHROPIC_API_KEY' };
	let connection: Promise<Connection> | undefined;

	async function failure(error: unknown, signal: AbortSignal): Promise<unknown> {
		return toModelError(error, call, (await connection!).errors, signal);
	}

	return {
		id: call.id,
		async generate(request, signal) {
			try {
				const { client } = await (connection ??= connect(call, options));
				const message = await client.messages.create(toBody(request, model), { signal });
				return toResponse(readMessage(message, call), request, call);
			} catch (error) {
				throw await failure(error, signal);
			}
		},
		async *stream(request, signal): AsyncGenerator<ChatPart> {
			try {
				const { client } = await (connection ??= connect(call, options));
				const events = await client.messages.create({ ...toBody(request, model), stream: true }, { signal });
				const answer = yield* readEvents(events, call, signal);
				yield { kind: 'end', response: toResponse(answer, request, call) };
			} catch (error) {
				throw await failure(error, signal);
			}
		},
	};
}

async function connect(call: ModelCall, { fetch }: ChatModelOptions): Promise<Connection> {
	checkSettings(call);
	const { Anthropic: Client } = await import('@anthropic-ai/sdk');
	const { apiKey, baseUrl } = call.settings;
	const client = new Client({
		apiKey,
		baseURL: baseUrl ?? 'https://api.anthropic.com',
		webhookKey: null,
		// Retries are the chain's: another model answers sooner than the same one again.
		maxRetries: 0,
		timeout: 600_000,
		// The SDK would log parts of the conversation, and trace it.
		logLevel: 'off',
		openTelemetry: false,
		fetch: quietFetch(apiKey, fetch),
	});
	return { client, errors: anthropicErrors(Client) };
}

function toBody(request: ChatRequest, model: string): Anthropic.MessageCreateParamsNonStreaming {
	const system = request.messages.filter(({ role }) => role === 'system').map(({ content }) => content);
	return {
		model,
		max_tokens: request.maxOutputTokens ?? defaultOutputTokens,
		...(system.length > 0 && { system: system.join('\n\n') }),
		messages: alternate(request.messages),
	};
}

/** Turns of one role in a row become one; empty ones, which the API refuses, are left out. */
function alternate(messages: ChatMessage[]): Anthropic.MessageParam[] {
	const turns: Array<{ role: 'user' | 'assistant'; content: string }> = [];
	for (const { role, content } of messages) {
		if (role === 'system' || content.trim() === '') continue;
		const last = turns.at(-1);
		if (last?.role === role) last.content += `\n\n${content}`;
		else turns.push({ role, content });
	}
	return turns;
}

function readMessage(message: unknown, call: ModelCall): Answer {
	const { content, stop_reason: stopReason, usage } = (message ?? {}) as Partial<Anthropic.Message>;
	if (!Array.isArray(content)) throw malformedError(call, 'it holds no content');
	const text = content.map((block) => (block.type === 'text' ? block.text : '')).join('');
	return { text, stopReason, usage };
}

async function* readEvents(
	events: AsyncIterable<Anthropic.MessageStreamEvent>,
	call: ModelCall,
	signal: AbortSignal,
): AsyncGenerator<ChatPart, Answer> {
	let text = '';
	let stopReason: string | null | undefined;
	let usage: Usage | undefined;
	for await (const event of events) {
		if (event.type === 'message_start') usage = event.message?.usage;
		// Later figures are cumulative; null leaves the earlier one standing.
		if (event.type === 'message_delta') {
			usage = { ...usage, ...withoutNulls(event.usage) } as Usage;
			stopReason = event.delta.stop_reason;
		}
		if (event.type !== 'content_block_delta' || event.delta.type !== 'text_delta' || event.delta.text === '') continue;
		text += event.delta.text;
		yield { kind: 'text', text: event.delta.text };
	}
	// The SDK ends an aborted stream as if it were whole.
	if (signal.aborted) throw cancelledError(call, signal);
	if (usage === undefined && text === '') throw malformedError(call, 'the stream holds no event');
	if (!stopReason) throw cutError(call);
	return { text, stopReason, usage };
}

function withoutNulls(usage: object | undefined): Record<string, unknown> {
	return Object.fromEntries(Object.entries(usage ?? {}).filter(([, value]) => value !== null));
}

function toResponse({ text, stopReason, usage }: Answer, request: ChatRequest, call: ModelCall): ChatResponse {
	return { text, finish: toFinish(stopReason), model: call.id, usage: toUsage(usage) ?? estimateUsage(request.messages, text) };
}

function toFinish(reason: string | null | undefined): ChatResponse['finish'] {
	if (reason === 'refusal') return 'content-filter';
	return reason === 'max_tokens' || reason === 'model_context_window_exceeded' ? 'length' : 'stop';
}

/** The API's `input_tokens` are those that no cache had a part in. Undefined when a gateway left a figure out. */
function toUsage(usage: Usage | undefined): TokenUsage | undefined {
	if (!usage || !Number.isFinite(usage.input_tokens) || !Number.isFinite(usage.output_tokens)) return undefined;
	const cachedInputTokens = usage.cache_read_input_tokens ?? 0;
	return {
		inputTokens: usage.input_tokens + cachedInputTokens + (usage.cache_creation_input_tokens ?? 0),
		outputTokens: usage.output_tokens,
		cachedInputTokens,
		estimated: false,
	};
}
