import type { Ollama } from 'ollama/browser';
import { isTroupeError, type TroupeError } from '../../../core/base/errors';
import type { ProviderSettings } from '../shared/provider-settings';
import { officialServers } from '../official-servers';
import { checkSettings } from '../shared/check-settings';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { quietFetch } from '../../http/quiet-fetch';
import { cancelledError, toModelError } from '../shared/to-model-error';
import { checkedFetch } from './checked-fetch';
import { ollamaErrors } from './wire/to-model-error';

/** One client for each call: the SDK accepts no signal, and keeps unread streams. */
export type Connect = (call: ModelCall, signal: AbortSignal) => Promise<Ollama>;

export function ollamaCall(settings: ProviderSettings, model: string): ModelCall {
	const fixes = {
		MODEL_NOT_FOUND: `Pull it on the server (ollama pull ${model}), or check the model's name in the agent's route.`,
		MODEL_UNREACHABLE: 'Check that Ollama is running (ollama serve) and reachable from this machine.',
	};
	return { id: `ollama:${model}`, provider: 'Ollama', settings: withAddress(settings), keyVariable: 'OLLAMA_API_KEY', fixes };
}

/** The browser version: the other one treats image data as a file name. */
export function connector(settings: ProviderSettings, { fetch }: ChatModelOptions): Connect {
	const { apiKey, baseUrl, headers } = withAddress(settings);
	const send = quietFetch(apiKey, fetch, { readsBounded: true, headers });
	return async (call, signal) => {
		checkSettings(call);
		if (signal.aborted) throw cancelledError(call, signal);
		const { Ollama: Client } = await import('ollama/browser');
		return new Client({ host: baseUrl, fetch: checkedFetch(send, call, signal) });
	};
}

/** The SDK's errors have only words; checkedFetch has already thrown everything relevant. */
export function toOllamaError(error: unknown, call: ModelCall, signal: AbortSignal): TroupeError {
	return isTroupeError(error) ? error : toModelError(error, call, ollamaErrors, signal);
}

function withAddress(settings: ProviderSettings): ProviderSettings & { baseUrl: string } {
	return { ...settings, baseUrl: (settings.baseUrl ?? officialServers.ollama).replace(/\/+$/, '').replace(/\/(v1|api)$/, '') };
}
