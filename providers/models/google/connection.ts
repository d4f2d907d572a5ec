import type { GoogleGenAI } from '@google/genai';
import { isTroupeError, type TroupeError } from '../../../core/base/errors';
import type { ProviderSettings } from '../shared/provider-settings';
import { readableEvents } from '../../http/readable-events';
import { officialServers } from '../official-servers';
import { checkSettings } from '../shared/check-settings';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { quietFetch } from '../../http/quiet-fetch';
import { modelError, toModelError } from '../shared/to-model-error';
import { readableRefusals, readRefusal } from './wire/refusal';
import { googleErrors } from './wire/to-model-error';

interface Connection {
	models: GoogleGenAI['models'];
	failure: (error: unknown, call: ModelCall, signal: AbortSignal) => TroupeError;
}

/** One connection per provider. Errors in its settings are reported by the call that needs it. */
export type Connect = (call: ModelCall) => Promise<Connection>;

export function googleCall(settings: ProviderSettings, model: string): ModelCall {
	const fixes = {
		MODEL_NOT_FOUND: "Check the model's name in the agent's route and the base URL, which must not end with /v1.",
		MODEL_OUT_OF_CREDIT: 'Set up billing or add credit in Google AI Studio, or add another model to the route.',
	};
	return { id: `google:${model}`, provider: 'Google', settings, keyVariable: 'GOOGLE_API_KEY or GEMINI_API_KEY', fixes };
}

export function connector(settings: ProviderSettings, options: ChatModelOptions): Connect {
	let opened: Promise<Connection> | undefined;
	return async (call) => {
		if (!opened) checkSettings(call);
		checkName(call);
		return (opened ??= open(settings, options));
	};
}

/** The model's name is part of the URL. */
function checkName(call: ModelCall): void {
	const name = call.id.slice('google:'.length);
	if (!/^[\w@:.-]+(\/[\w@:.-]+)?$/.test(name) || name.includes('..'))
		throw modelError('MODEL_NOT_FOUND', call, 'cannot be called: the model name is invalid');
}

async function open(settings: ProviderSettings, { fetch }: ChatModelOptions): Promise<Connection> {
	const { GoogleGenAI: Client } = await import('@google/genai');
	const { apiKey, baseUrl, headers } = settings;
	const send = readableEvents(quietFetch(apiKey, fetch, { keyHeader: 'x-goog-api-key', headers }), { refuse: readRefusal });
	// All options are set, so that the SDK ignores the environment. It does not retry.
	const { models } = new Client({
		enterprise: false,
		// The SDK requires a key; quietFetch sends the real one.
		apiKey: apiKey || 'none',
		apiVersion: 'v1',
		httpOptions: {
			baseUrl: baseUrl ?? officialServers.google,
			fetch: readableRefusals(send, googleCall(settings, 'models')),
		},
	});
	return {
		models,
		failure: (thrown, call, signal) => {
			const error = withoutWrapping(thrown);
			if (isTroupeError(error)) return error;
			return toModelError(error, call, googleErrors, signal);
		},
	};
}

/** The SDK wraps errors of another realm, such as of fetch. */
function withoutWrapping(error: unknown): unknown {
	return error instanceof Error && error.cause && error.message.endsWith('sending request') ? error.cause : error;
}
