import type OpenAI from 'openai';
import type { Embedder, ModelDescription, ModelFeatures, ModelProvider, TokenUsage } from '../../../core/ports/models/models';
import { estimateTokens } from '../../../core/tokens/estimate-tokens';
import { isTokenCount } from '../../../core/tokens/token-usage';
import { boundedText } from '../../http/bounded-body';
import { embedInBatches } from '../shared/embed-in-batches';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { malformedError, refusedError, toModelError } from '../shared/to-model-error';
import { connector, openAiCall } from './connection';
import type { Connect, Send } from './connection';
import { createOpenAiChatModel } from './openai-chat-model';
import { openAiErrors, readErrorObject } from './wire/to-model-error';

/** OpenAI returns only the name; other servers add their own fields. */
interface ListedModel {
	id: string;
	type?: unknown;
	/** OpenRouter, Together. */
	context_length?: unknown;
	/** Groq. */
	context_window?: unknown;
	/** vLLM. */
	max_model_len?: unknown;
	/** LM Studio, Mistral. */
	max_context_length?: unknown;
	/** llama.cpp. */
	meta?: { n_ctx?: unknown; n_ctx_train?: unknown } | null;
	/** Groq. */
	max_completion_tokens?: unknown;
	/** OpenRouter. */
	top_provider?: { max_completion_tokens?: unknown } | null;
	architecture?: { input_modalities?: unknown } | null;
	supported_parameters?: unknown;
	pricing?: { prompt?: unknown; completion?: unknown } | null;
}

/** Lists the models by name. @throws TroupeError MODEL_* or CANCELLED */
async function listOpenAiModels(settings: ProviderSettings, connect: Connect, signal: AbortSignal): Promise<ModelDescription[]> {
	const call = openAiCall(settings, 'models');
	try {
		const body = JSON.parse(await boundedText(await connect(call)('/models', signal))) as { data?: unknown } | null;
		// Together returns the list itself.
		const listed = Array.isArray(body) ? (body as unknown[]) : body?.data;
		if (!Array.isArray(listed)) throw malformedError(call, 'it has no list of models');
		return listed
			.filter((model): model is ListedModel => typeof (model as ListedModel | null)?.id === 'string')
			.map(describe)
			.sort((one, other) => (one.model < other.model ? -1 : 1));
	} catch (error) {
		throw toModelError(error, call, openAiErrors, signal);
	}
}

function describe(listed: ListedModel): ModelDescription {
	const { id, meta, top_provider: top } = listed;
	const contextTokens = firstNumber(
		listed.context_length,
		listed.context_window,
		listed.max_model_len,
		listed.max_context_length,
		meta?.n_ctx,
		meta?.n_ctx_train,
	);
	const maxOutputTokens = firstNumber(listed.max_completion_tokens, top?.max_completion_tokens);
	const features = toFeatures(listed);
	const price = toPrice(listed);
	return {
		id: `openai:${id}`,
		model: id,
		kind: toKind(listed),
		...(contextTokens !== undefined && { contextTokens }),
		...(maxOutputTokens !== undefined && { maxOutputTokens }),
		...(features && { features }),
		...(price && { price }),
	};
}

const otherWork =
	/whisper|transcribe|tts|dall-e|image|sora|video|moderation|realtime|audio|rerank|babbage|davinci|-instruct-0914|deep-research|computer-use/;

/** Returns the reported kind, else derives it from OpenAI's names. */
function toKind({ id, type }: ListedModel): ModelDescription['kind'] {
	if (typeof type === 'string' && /embed/.test(type)) return 'embedding';
	if (typeof type === 'string' && /^(chat|llm|vlm|language)$/.test(type)) return 'chat';
	const name = id.toLowerCase();
	if (/embed/.test(name)) return 'embedding';
	return otherWork.test(name) ? 'other' : 'chat';
}

function toFeatures({ supported_parameters: takes, architecture }: ListedModel): ModelFeatures | undefined {
	if (!Array.isArray(takes)) return undefined;
	const images = architecture?.input_modalities;
	return {
		tools: takes.includes('tools'),
		vision: Array.isArray(images) && images.includes('image'),
		jsonSchema: takes.includes('structured_outputs'),
		reasoning: takes.includes('reasoning'),
	};
}

/** OpenRouter's prices are strings in dollars per token; a negative one means a variable price. */
function toPrice({ pricing }: ListedModel): ModelDescription['price'] {
	const perMillion = (value: unknown) => Math.round(Number(typeof value === 'string' ? value : Number.NaN) * 1e12) / 1e6;
	const input = perMillion(pricing?.prompt);
	const output = perMillion(pricing?.completion);
	return input >= 0 && output >= 0 ? { input, output } : undefined;
}

function firstNumber(...values: unknown[]): number | undefined {
	return values.find((value): value is number => Number.isInteger(value) && (value as number) > 0);
}

/** OpenAI accepts 2,048 texts and 300,000 tokens. Smaller batches bound the response and allow for low estimates. */
const max = { texts: 256, tokens: 150_000 };

/** No model of the protocol distinguishes questions from documents. */
function createOpenAiEmbedder(
	settings: ProviderSettings,
	model: string,
	options: ChatModelOptions = {},
	connect: Connect = connector(settings, options),
): Embedder {
	const call = openAiCall(settings, model);
	return {
		id: call.id,
		embed: (texts, signal) =>
			embedInBatches(texts, max, call, signal, async (batch) => {
				try {
					return await embedBatch(batch, model, call, connect(call), signal);
				} catch (error) {
					throw toModelError(error, call, openAiErrors, signal);
				}
			}),
	};
}

async function embedBatch(input: string[], model: string, call: ModelCall, send: Send, signal: AbortSignal) {
	// Plain numbers, not packed ones: all servers of the protocol support them.
	const response = await send('/embeddings', signal, { model, input, encoding_format: 'float' });
	const body = (JSON.parse(await boundedText(response)) ?? {}) as Partial<OpenAI.CreateEmbeddingResponse> & { error?: unknown };
	if (body.error) throw refusedError(readErrorObject(body.error), call, openAiErrors);
	if (!Array.isArray(body.data)) throw malformedError(call, 'it has no vectors');
	const vectors = body.data.toSorted((one, other) => one.index - other.index).map(({ embedding }) => embedding);
	return { vectors, usage: toUsage(body.usage, input) };
}

function toUsage(usage: OpenAI.CreateEmbeddingResponse.Usage | undefined, input: string[]): TokenUsage {
	const counted = usage?.prompt_tokens;
	if (isTokenCount(counted)) return { inputTokens: counted, outputTokens: 0, estimated: false };
	return { inputTokens: input.reduce((sum, text) => sum + estimateTokens(text), 0), outputTokens: 0, estimated: true };
}

/** All parts share one connection. */
export function createOpenAiProvider(settings: ProviderSettings, options: ChatModelOptions = {}): ModelProvider {
	const connect = connector(settings, options);
	return {
		name: 'openai',
		chat: (model) => createOpenAiChatModel(settings, model, options, connect),
		embedder: (model) => createOpenAiEmbedder(settings, model, options, connect),
		listModels: (signal) => listOpenAiModels(settings, connect, signal),
	};
}
