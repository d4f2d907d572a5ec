import type { Model } from '@google/genai';
import type { Embedder, ModelDescription, ModelProvider } from '../../../core/ports/models/models';
import { estimateTokens } from '../../../core/tokens/estimate-tokens';
import { isTokenCount } from '../../../core/tokens/token-usage';
import { embedInBatches } from '../shared/embed-in-batches';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions } from '../shared/model-call';
import { malformedError } from '../shared/to-model-error';
import { connector, googleCall } from './connection';
import type { Connect } from './connection';
import { createGoogleChatModel } from './google-chat-model';

const max = { texts: 100, tokens: 150_000 };
type Purpose = 'query' | 'document';

/** The task type distinguishes questions and documents, since gemini-embedding-2 a prefix. */
function createGoogleEmbedder(
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

const maxPages = 5;

async function listGoogleModels(settings: ProviderSettings, connect: Connect, signal: AbortSignal): Promise<ModelDescription[]> {
	const call = googleCall(settings, 'models');
	const { models, failure } = await connect(call);
	try {
		const pager = await models.list({ config: { pageSize: 1000, queryBase: true, abortSignal: AbortSignal.any([signal]) } });
		const listed = [...pager.page];
		for (let page = 1; page < maxPages && pager.hasNextPage(); page += 1) listed.push(...(await pager.nextPage()));
		if (!listed.every((model) => typeof model?.name === 'string')) throw malformedError(call, 'it has no list of models');
		return listed.map(describe).sort((one, other) => (one.model < other.model ? -1 : 1));
	} catch (error) {
		throw failure(error, call, signal);
	}
}

function describe({
	name = '',
	inputTokenLimit: input,
	outputTokenLimit: output,
	supportedActions: actions = [],
	thinking,
}: Model): ModelDescription {
	const model = name.replace(/^models\//, '');
	const kind = actions.includes('generateContent') ? 'chat' : actions.some((action) => /embed/i.test(action)) ? 'embedding' : 'other';
	return {
		id: `google:${model}`,
		model,
		kind,
		...(input && { contextTokens: input }),
		...(output && kind === 'chat' && { maxOutputTokens: output }),
		// The API only reports thinking; all Gemini chat models support tools, images and schemas.
		...(kind === 'chat' &&
			/^gemini-/.test(model) &&
			!/tts|image|audio|live|robotics|computer-use/.test(model) && {
				features: { tools: true, vision: true, jsonSchema: true, reasoning: thinking ?? false },
			}),
	};
}

export function createGoogleProvider(settings: ProviderSettings, options: ChatModelOptions = {}): ModelProvider {
	const connect = connector(settings, options);
	return {
		name: 'google',
		chat: (model) => createGoogleChatModel(settings, model, options, connect),
		embedder: (model) => createGoogleEmbedder(settings, model, options, connect),
		listModels: (signal) => listGoogleModels(settings, connect, signal),
	};
}
