import { isTroupeError } from '../../../core/base/errors';
import type { Embedder, ModelDescription, ModelProvider } from '../../../core/ports/models/models';
import { estimateTokens } from '../../../core/tokens/estimate-tokens';
import { isTokenCount } from '../../../core/tokens/token-usage';
import { embedInBatches } from '../shared/embed-in-batches';
import type { EmbeddedBatch } from '../shared/embed-in-batches';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions } from '../shared/model-call';
import { malformedError } from '../shared/to-model-error';
import { findPrefix } from '../shared/purpose-prefixes';
import { connector, ollamaCall, toOllamaError } from './connection';
import type { Connect } from './connection';
import { readModelDetails } from './model-details';
import { createOllamaChatModel } from './ollama-chat-model';
import type { ModelDetails } from './wire/to-details';

const atOnce = 4;
const maxDetailed = 500;

/** @throws TroupeError MODEL_* or CANCELLED */
async function listOllamaModels(settings: ProviderSettings, connect: Connect, signal: AbortSignal): Promise<ModelDescription[]> {
	const names = (await readNames(settings, connect, signal)).sort();
	const described: ModelDescription[] = [];
	for (let from = 0; from < names.length; from += atOnce) {
		const some = names.slice(from, from + atOnce);
		described.push(...(await Promise.all(some.map((name) => describe(name, from < maxDetailed, settings, connect, signal)))));
	}
	return described;
}

async function readNames(settings: ProviderSettings, connect: Connect, signal: AbortSignal): Promise<string[]> {
	const call = ollamaCall(settings, 'models');
	try {
		const { models } = (await (await connect(call, signal)).list()) as { models?: unknown };
		if (!Array.isArray(models)) throw malformedError(call, 'it has no list of models');
		return models.map((each) => (each as { name?: unknown } | null)?.name).filter((name) => typeof name === 'string');
	} catch (error) {
		throw toOllamaError(error, call, signal);
	}
}

async function describe(
	name: string,
	detailed: boolean,
	settings: ProviderSettings,
	connect: Connect,
	signal: AbortSignal,
): Promise<ModelDescription> {
	if (!detailed) return plain(name);
	try {
		return withDetails(plain(name), await readModelDetails(name, ollamaCall(settings, name), connect, signal));
	} catch (error) {
		// A removed or damaged model does not hide the others.
		if (isTroupeError(error) && ['MODEL_NOT_FOUND', 'MODEL_BAD_REQUEST', 'MODEL_OVERLOADED'].includes(error.code)) return plain(name);
		throw error;
	}
}

function plain(name: string): ModelDescription {
	return { id: `ollama:${name}`, model: name, kind: /embed/.test(name) ? 'embedding' : 'chat' };
}

function withDetails(model: ModelDescription, { capabilities, contextTokens }: ModelDetails): ModelDescription {
	const can = (capability: string) => capabilities.includes(capability);
	const context = contextTokens === undefined ? {} : { contextTokens };
	if (capabilities.length === 0) return { ...model, ...context };
	if (!can('completion')) return { ...model, ...context, kind: can('embedding') ? 'embedding' : 'other' };
	const features = { tools: can('tools'), vision: can('vision'), jsonSchema: true, reasoning: can('thinking') };
	return { ...model, ...context, kind: 'chat', features };
}

/** Small batches: local models are slow, and a failed call is lost completely. */
const max = { texts: 64, tokens: 30_000 };

/** A text that exceeds the context is refused, not truncated. */
function createOllamaEmbedder(
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

export function createOllamaProvider(settings: ProviderSettings, options: ChatModelOptions = {}): ModelProvider {
	const connect = connector(settings, options);
	return {
		name: 'ollama',
		chat: (model) => createOllamaChatModel(settings, model, options, connect),
		embedder: (model) => createOllamaEmbedder(settings, model, options, connect),
		listModels: (signal) => listOllamaModels(settings, connect, signal),
	};
}
