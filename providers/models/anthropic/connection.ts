import type Anthropic from '@anthropic-ai/sdk';
import type { ProviderSettings } from '../shared/provider-settings';
import { boundedEvents } from '../../http/bounded-events';
import { checkSettings } from '../shared/check-settings';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { quietFetch } from '../../http/quiet-fetch';
import type { VendorErrors } from '../shared/to-model-error';
import type { ToStrictSchema } from './wire/to-body';
import { anthropicErrors } from './wire/to-model-error';

interface Connection {
	client: Anthropic;
	errors: VendorErrors;
	toStrict: ToStrictSchema;
}

/** Gives the one connection of a provider; what is wrong with its settings is said in the words of the call that needs it. */
export type Connect = (call: ModelCall) => Promise<Connection>;

/** Names a call of one model, for errors. */
export function anthropicCall(settings: ProviderSettings, model: string): ModelCall {
	const fixes = { MODEL_NOT_FOUND: "Check the model's name in the agent's route and the base URL, which must not end with /v1." };
	return { id: `anthropic:${model}`, provider: 'Anthropic', settings, keyVariable: 'ANTHROPIC_API_KEY', fixes };
}

/** The SDK is loaded with the first call. */
export function connector(settings: ProviderSettings, options: ChatModelOptions): Connect {
	let opened: Promise<Connection> | undefined;
	return async (call) => {
		if (!opened) checkSettings(call);
		return (opened ??= open(settings, options));
	};
}

async function open({ apiKey, keyHeader, baseUrl, headers }: ProviderSettings, { fetch }: ChatModelOptions): Promise<Connection> {
	const { Anthropic: Client } = await import('@anthropic-ai/sdk');
	const { transformJSONSchema } = await import('@anthropic-ai/sdk/lib/transform-json-schema');
	const client = new Client({
		apiKey,
		baseURL: baseUrl ?? 'https://api.anthropic.com',
		webhookKey: null,
		// Retries are the router's: another model answers sooner than the same one again.
		maxRetries: 0,
		timeout: 600_000,
		// The SDK would log parts of the conversation, and trace it.
		logLevel: 'off',
		openTelemetry: false,
		fetch: boundedEvents(quietFetch(apiKey, fetch, { keyHeader, headers })),
	});
	return { client, errors: anthropicErrors(Client), toStrict: transformJSONSchema };
}
