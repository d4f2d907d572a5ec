import type { ModelProvider } from '../../core/ports/models/models';
import type { ProviderName } from '../../core/ports/models/provider-names';
import type { ChatModelOptions } from './shared/model-call';
import type { ProviderSettings } from './shared/provider-settings';

export async function openProvider(name: ProviderName, settings: ProviderSettings, options: ChatModelOptions): Promise<ModelProvider> {
	switch (name) {
		case 'openai':
			return (await import('./openai/openai-provider')).createOpenAiProvider(settings, options);
		case 'anthropic':
			return (await import('./anthropic/anthropic-provider')).createAnthropicProvider(settings, options);
		case 'google':
			return (await import('./google/google-provider')).createGoogleProvider(settings, options);
		case 'ollama':
			return (await import('./ollama/ollama-provider')).createOllamaProvider(settings, options);
	}
}
