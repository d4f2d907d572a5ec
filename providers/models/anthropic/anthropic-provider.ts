import type Anthropic from '@anthropic-ai/sdk';
import { TroupeError } from '../../../core/base/errors';
import type { ModelDescription, ModelProvider } from '../../../core/ports/models/models';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { malformedError, toModelError } from '../shared/to-model-error';
import { createAnthropicChatModel } from './anthropic-chat-model';
import { anthropicCall, connector } from './connection';
import type { Connect } from './connection';

/** Pages of a thousand models; a server that returns more repeats itself. */
const maxPages = 5;

async function listAnthropicModels(settings: ProviderSettings, connect: Connect, signal: AbortSignal): Promise<ModelDescription[]> {
	const call = anthropicCall(settings, 'models');
	const { client, errors } = await connect(call);
	try {
		const models: Anthropic.ModelInfo[] = [];
		for (let page = 0, after: string | undefined; page < maxPages && (page === 0 || after); page += 1) {
			// The SDK reads any response as a page without models.
			const answer = await client.models.list({ limit: 1000, ...(after && { after_id: after }) }, { signal }).asResponse();
			const { data, has_more: more, last_id: last } = readPage(await answer.json(), call);
			models.push(...data);
			after = more ? last : undefined;
		}
		return models.map(describe).sort((one, other) => (one.model < other.model ? -1 : 1));
	} catch (error) {
		throw toModelError(error, call, errors, signal);
	}
}

interface Page {
	data: Anthropic.ModelInfo[];
	has_more?: boolean;
	last_id?: string;
}

function readPage(body: unknown, call: ModelCall): Page {
	const { data } = (body ?? {}) as Partial<Page>;
	if (!Array.isArray(data) || !data.every((model) => typeof model?.id === 'string')) throw malformedError(call, 'it has no list of models');
	return body as Page;
}

function describe({ id, capabilities, max_input_tokens: input, max_tokens: output }: Anthropic.ModelInfo): ModelDescription {
	return {
		id: `anthropic:${id}`,
		model: id,
		kind: 'chat',
		...(input && { contextTokens: input }),
		...(output && { maxOutputTokens: output }),
		...(capabilities && {
			features: {
				// Every model of the messages API supports tools; the API does not report it.
				tools: true,
				vision: capabilities.image_input.supported,
				jsonSchema: capabilities.structured_outputs.supported,
				reasoning: capabilities.thinking.supported,
			},
		}),
	};
}

export function createAnthropicProvider(settings: ProviderSettings, options: ChatModelOptions = {}): ModelProvider {
	const connect = connector(settings, options);
	return {
		name: 'anthropic',
		chat: (model) => createAnthropicChatModel(settings, model, options, connect),
		embedder: (model) => {
			throw new TroupeError({
				code: 'NOT_SUPPORTED',
				message: `Anthropic has no embedding models, so anthropic:${model} cannot embed texts.`,
				fix: 'Use an embedding model of OpenAI, Google or Ollama.',
			});
		},
		listModels: (signal) => listAnthropicModels(settings, connect, signal),
	};
}
