import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/errors';
import type { Host } from '../../providers/compose';
import type { ProviderSettings } from '../../providers/provider-settings';

/** Which of the node's model credentials are used. */
export type ModelChoice = 'chain' | 'openai' | 'anthropic' | 'none';

const CREDENTIALS = { openai: 'troupeOpenAiApi', anthropic: 'troupeAnthropicApi' } as const;

type Provider = keyof typeof CREDENTIALS;

/**
 * The settings of the providers that the node's choice allows; a chain takes every credential that is set.
 * @throws TroupeError INPUT_INVALID when the chosen credential is not set or empty
 */
export async function readProviderSettings(context: IExecuteFunctions, choice: ModelChoice, itemIndex: number): Promise<Host['providers']> {
	const chosen: Provider[] = choice === 'chain' ? ['openai', 'anthropic'] : choice === 'none' ? [] : [choice];
	const providers: Host['providers'] = {};
	for (const provider of chosen) {
		if (isSet(context, provider)) providers[provider] = await readSettings(context, provider, itemIndex);
		else if (choice !== 'chain') throw notSet(provider);
	}
	return providers;
}

function isSet(context: IExecuteFunctions, provider: Provider): boolean {
	return context.getNode().credentials?.[CREDENTIALS[provider]] !== undefined;
}

async function readSettings(context: IExecuteFunctions, provider: Provider, itemIndex: number): Promise<ProviderSettings> {
	const { apiKey, baseUrl, model } = await context.getCredentials<Partial<Record<'apiKey' | 'baseUrl' | 'model', string>>>(
		CREDENTIALS[provider],
		itemIndex,
	);
	if (!apiKey && !baseUrl) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The credential ${CREDENTIALS[provider]} holds neither an API key nor a base URL.`,
			fix: 'Fill in the API key; only a server of your own, named by its base URL, may do without one.',
		});
	}
	return { apiKey: apiKey ?? '', baseUrl: baseUrl?.trim() || undefined, model: model?.trim() || undefined };
}

function notSet(provider: Provider): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The node is set to use the credential ${CREDENTIALS[provider]}, and none is chosen.`,
		fix: "Choose the credential in the node, or set Model to From Agent's Chain.",
	});
}
