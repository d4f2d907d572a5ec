import type { Ollama } from 'ollama/browser';
import { isTroupeError, type TroupeError } from '../../../core/base/errors';
import type { ProviderSettings } from '../shared/provider-settings';
import { checkSettings } from '../shared/check-settings';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { quietFetch } from '../../http/quiet-fetch';
import { cancelledError, toModelError } from '../shared/to-model-error';
import { checkedFetch } from './checked-fetch';
import { ollamaErrors } from './wire/to-model-error';

const localServer = 'http://127.0.0.1:11434';

/** Gives the SDK's client for one call: it has no way of its own to take a signal, and it keeps the streams that are not read to their end. */
export type Connect = (call: ModelCall, signal: AbortSignal) => Promise<Ollama>;

/** Names a call of one model, for errors. */
export function ollamaCall(settings: ProviderSettings, model: string): ModelCall {
	const fixes = {
		MODEL_NOT_FOUND: `Pull it on the server (ollama pull ${model}), or check the model's name in the agent's route.`,
		MODEL_UNREACHABLE: 'Check that Ollama is running (ollama serve) and reachable from this machine.',
	};
	return { id: `ollama:${model}`, provider: 'Ollama', settings: withAddress(settings), keyVariable: 'OLLAMA_API_KEY', fixes };
}

/** The SDK is loaded with the first call; its browser part, for the other one takes an image's text for the name of a file to read. */
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

/** Any throw of a call. The SDK throws plain errors, whose words are the server's: all that is worth saying was thrown by checkedFetch. */
export function toOllamaError(error: unknown, call: ModelCall, signal: AbortSignal): TroupeError {
	return isTroupeError(error) ? error : toModelError(error, call, ollamaErrors, signal);
}

/** With the local server's address where there is none, and without the end that OpenAI's clients want. */
function withAddress(settings: ProviderSettings): ProviderSettings & { baseUrl: string } {
	return { ...settings, baseUrl: (settings.baseUrl ?? localServer).replace(/\/+$/, '').replace(/\/(v1|api)$/, '') };
}
