import { estimateTokens } from '../../../core/tokens/estimate-tokens';
import { isTokenCount } from '../../../core/tokens/token-usage';
import type { Embedder } from '../../../core/ports/models/models';
import type { ProviderSettings } from '../shared/provider-settings';
import { embedInBatches } from '../shared/embed-in-batches';
import type { ChatModelOptions } from '../shared/model-call';
import { malformedError } from '../shared/to-model-error';
import { connector, googleCall, type Connect } from './connection';

const max = { texts: 100, tokens: 150_000 };
type Purpose = 'query' | 'document';

/** The task type distinguishes questions and documents, since gemini-embedding-2 a prefix. */
export function createGoogleEmbedder(
	settings: ProviderSettings,
	model: string,
	options: ChatModelOptions = {},
	connect: Connect = connector(settings, options),
): Embedder {
	const call = googleCall(settings, model);
	const byWords = !/gemini-embedding-(001|exp)|text-embedding|^(models\/)?embedding-001/.test(model);
	return {
		id: call.id,
		embed: (texts, signal, purpose) =>
			embedInBatches(texts, max, call, signal, async (batch) => {
				const { models, failure } = await connect(call);
				const prepared = byWords ? batch.map((text) => inWords(text, purpose)) : batch;
				try {
					const { embeddings, usageMetadata } = await models.embedContent({
						model,
						// Separate contents: the SDK would merge plain texts for some models.
						contents: prepared.map((text) => ({ role: 'user', parts: [{ text }] })),
						config: { abortSignal: AbortSignal.any([signal]), ...(!byWords && purpose && { taskType: taskTypes[purpose] }) },
					});
					if (!Array.isArray(embeddings)) throw malformedError(call, 'it has no vectors');
					const counted: unknown = usageMetadata?.promptTokenCount;
					const inputTokens = isTokenCount(counted) ? counted : prepared.reduce((sum, text) => sum + estimateTokens(text), 0);
					return {
						vectors: embeddings.map(({ values }) => values ?? []),
						usage: { inputTokens, outputTokens: 0, estimated: inputTokens !== counted },
					};
				} catch (error) {
					throw failure(error, call, signal);
				}
			}),
	};
}

const taskTypes = { query: 'RETRIEVAL_QUERY', document: 'RETRIEVAL_DOCUMENT' };

/** The documented prefix. */
function inWords(text: string, purpose: Purpose | undefined): string {
	if (purpose === 'query') return `task: search result | query: ${text}`;
	return purpose === 'document' ? `title: none | text: ${text}` : text;
}
