import type { ModelProvider } from '../../../core/ports/models/models';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions } from '../shared/model-call';
import { connector } from './connection';
import { listOpenAiModels } from './list-models';
import { createOpenAiChatModel } from './openai-chat-model';
import { createOpenAiEmbedder } from './openai-embedder';

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
