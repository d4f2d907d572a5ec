import { estimateTokens } from '../../../core/tokens/estimate-tokens';
import { isTokenCount } from '../../../core/tokens/token-usage';
import type { Embedder } from '../../../core/ports/models/models';
import type { ProviderSettings } from '../shared/provider-settings';
import { embedInBatches, type EmbeddedBatch } from '../shared/embed-in-batches';
import type { ChatModelOptions } from '../shared/model-call';
import { malformedError } from '../shared/to-model-error';
import { connector, ollamaCall, toOllamaError, type Connect } from './connection';
import { readModelDetails } from './model-details';
import type { ModelDetails } from './wire/to-details';
import { findPrefix } from '../shared/purpose-prefixes';

/** Small batches: local models are slow, and a failed call is lost completely. */
const max = { texts: 64, tokens: 30_000 };

/** A text that exceeds the context is refused, not truncated. */
export function createOllamaEmbedder(
	settings: ProviderSettings,
	model: string,
	options: ChatModelOptions = {},
	connect: Connect = connector(settings, options),
): Embedder {
	const call = ollamaCall(settings, model);
	let details: ModelDetails | undefined;
	return {
		id: call.id,
		embed(texts, signal, purpose) {
			const prefix = findPrefix(model, purpose);
			const prefixed = texts.map((text) => prefix + text);
			return embedInBatches(prefixed, max, call, signal, async (input): Promise<EmbeddedBatch> => {
				try {
					details ??= await readModelDetails(model, call, connect, signal);
					const context = details.contextTokens && { options: { num_ctx: details.contextTokens } };
					const answer = await (await connect(call, signal)).embed({ model, input, truncate: false, ...context });
					if (!Array.isArray(answer.embeddings)) throw malformedError(call, 'it has no vectors');
					return { vectors: answer.embeddings, usage: toUsage(answer.prompt_eval_count, input) };
				} catch (error) {
					throw toOllamaError(error, call, signal);
				}
			});
		},
	};
}

function toUsage(counted: number | undefined, input: string[]): EmbeddedBatch['usage'] {
	if (isTokenCount(counted)) return { inputTokens: counted, outputTokens: 0, estimated: false };
	return { inputTokens: input.reduce((sum, text) => sum + estimateTokens(text), 0), outputTokens: 0, estimated: true };
}
