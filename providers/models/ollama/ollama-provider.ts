import type { ModelProvider } from '../../../core/ports/models/models';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions } from '../shared/model-call';
import { connector } from './connection';
import { listOllamaModels } from './list-models';
import { createOllamaChatModel } from './ollama-chat-model';
import { createOllamaEmbedder } from './ollama-embedder';

export function createOllamaProvider(settings: ProviderSettings, options: ChatModelOptions = {}): ModelProvider {
	const connect = connector(settings, options);
	return {
		name: 'ollama',
		chat: (model) => createOllamaChatModel(settings, model, options, connect),
		embedder: (model) => createOllamaEmbedder(settings, model, options, connect),
		listModels: (signal) => listOllamaModels(settings, connect, signal),
	};
}
