import type OpenAI from 'openai';
import { isTroupeError, type TroupeError } from '../../../core/base/errors';
import type { ProviderSettings } from '../shared/provider-settings';
import { checkSettings } from '../shared/check-settings';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { quietFetch } from '../../http/quiet-fetch';
import { toModelError, type VendorErrors } from '../shared/to-model-error';
import { leanClient } from './lean-client';
import { readableRefusals } from './wire/readable-refusals';
import { openAiErrors } from './wire/to-model-error';

export interface Connection {
	client: OpenAI;
	errors: VendorErrors;
	failure: (error: unknown, call: ModelCall, signal: AbortSignal) => TroupeError;
}

/** Returns the single connection of a provider. Errors in its settings are reported by the call that needs it. */
export type Connect = (call: ModelCall) => Promise<Connection>;

/** Describes a call of one model for errors. */
export function openAiCall(settings: ProviderSettings, model: string): ModelCall {
	return { id: `openai:${model}`, provider: 'OpenAI', settings, keyVariable: 'OPENAI_API_KEY' };
}

/** The SDK is loaded with the first call. */
export function connector(settings: ProviderSettings, options: ChatModelOptions): Connect {
	let opened: Promise<Connection> | undefined;
	return async (call) => {
		if (!opened) checkSettings(call);
		return (opened ??= open(settings, options));
	};
}

async function open({ apiKey, baseUrl, headers }: ProviderSettings, { fetch }: ChatModelOptions): Promise<Connection> {
	const { OpenAI: Client } = await import('openai');
	const client = new (leanClient(Client))({
		// The SDK requires a key; quietFetch sends the real one.
		apiKey: apiKey || 'none',
		baseURL: baseUrl ?? 'https://api.openai.com/v1',
		// Set, so that the SDK does not read them from the environment.
		organization: null,
		project: null,
		adminAPIKey: null,
		webhookSecret: null,
		// The router retries: another model answers sooner than the same one.
		maxRetries: 0,
		// Otherwise the SDK logs parts of the conversation.
		logLevel: 'off',
		fetch: readableRefusals(quietFetch(apiKey, fetch, { readsBounded: true, headers })),
	});
	const errors = openAiErrors(Client);
	return {
		client,
		errors,
		failure: (error, call, signal) => (isTroupeError(error) ? error : toModelError(error, call, errors, signal)),
	};
}
