import type OpenAI from 'openai';
import { estimateTokens } from '../../../core/tokens/estimate-tokens';
import { isTokenCount } from '../../../core/tokens/token-usage';
import type { Embedder, TokenUsage } from '../../../core/ports/models/models';
import type { ProviderSettings } from '../shared/provider-settings';
import { boundedText } from '../../http/bounded-body';
import { embedInBatches } from '../shared/embed-in-batches';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { malformedError, refusedError, toModelError } from '../shared/to-model-error';
import { connector, openAiCall, type Connect, type Send } from './connection';
import { openAiErrors, readErrorObject } from './wire/to-model-error';

/** OpenAI accepts 2,048 texts and 300,000 tokens. Smaller batches bound the response and allow for low estimates. */
const max = { texts: 256, tokens: 150_000 };

/** No model of the protocol distinguishes questions from documents. */
export function createOpenAiEmbedder(
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
