import type Anthropic from '@anthropic-ai/sdk';
import type { ProviderSettings } from '../shared/provider-settings';
import { readableEvents } from '../../http/readable-events';
import { officialServers } from '../official-servers';
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

/** One connection per provider. Errors in its settings are reported by the call that needs it. */
export type Connect = (call: ModelCall) => Promise<Connection>;

export function anthropicCall(settings: ProviderSettings, model: string): ModelCall {
	const fixes = { MODEL_NOT_FOUND: "Check the model's name in the agent's route and the base URL, which must not end with /v1." };
	return { id: `anthropic:${model}`, provider: 'Anthropic', settings, keyVariable: 'ANTHROPIC_API_KEY', fixes };
}

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
		baseURL: baseUrl ?? officialServers.anthropic,
		webhookKey: null,
		// The router retries: another model answers sooner.
		maxRetries: 0,
		timeout: 600_000,
		// Otherwise the SDK logs and traces parts of the conversation.
		logLevel: 'off',
		openTelemetry: false,
		fetch: readableEvents(quietFetch(apiKey, fetch, { keyHeader, headers }), { isNamed: true }),
	});
	return { client, errors: anthropicErrors(Client), toStrict: transformJSONSchema };
}
