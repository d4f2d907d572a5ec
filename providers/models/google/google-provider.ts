import type { ModelProvider } from '../../../core/ports/models/models';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions } from '../shared/model-call';
import { connector } from './connection';
import { createGoogleChatModel } from './google-chat-model';
import { createGoogleEmbedder } from './google-embedder';
import { listGoogleModels } from './list-models';

export function createGoogleProvider(settings: ProviderSettings, options: ChatModelOptions = {}): ModelProvider {
	const connect = connector(settings, options);
	return {
		name: 'google',
		chat: (model) => createGoogleChatModel(settings, model, options, connect),
		embedder: (model) => createGoogleEmbedder(settings, model, options, connect),
		listModels: (signal) => listGoogleModels(settings, connect, signal),
	};
}
