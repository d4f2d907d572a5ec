import { TroupeError } from '../../../core/base/errors';
import type { ModelProvider } from '../../../core/ports/models/models';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions } from '../shared/model-call';
import { createAnthropicChatModel } from './anthropic-chat-model';
import { connector } from './connection';
import { listAnthropicModels } from './list-models';

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
