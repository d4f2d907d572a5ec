import type { IExecuteFunctions, ILoadOptionsFunctions, ISupplyDataFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/errors';
import type { ProviderName } from '../../core/ports';
import type { Host } from '../../providers/compose/agent';
import type { ProviderSettings } from '../../providers/provider-settings';
import { PROVIDERS } from './models/model-fields';

/** Which of the node's model credentials are used. */
export type ModelChoice = 'chain' | 'connected' | 'none' | ProviderName;

type Context = IExecuteFunctions | ISupplyDataFunctions | ILoadOptionsFunctions;

const ALL = Object.keys(PROVIDERS) as ProviderName[];

/**
 * The settings of the providers that the node's choice allows; a chain takes every credential that is set.
 * @throws TroupeError INPUT_INVALID when the chosen credential is not set or empty
 */
export async function readProviderSettings(context: Context, choice: ModelChoice, itemIndex: number): Promise<Host['providers']> {
	const chosen =
		choice === 'chain' ? ALL.filter((provider) => isSet(context, provider)) : choice === 'none' || choice === 'connected' ? [] : [choice];
	return Object.fromEntries(
		await Promise.all(chosen.map(async (provider) => [provider, await readSettings(context, provider, itemIndex)] as const)),
	);
}

function isSet(context: Context, provider: ProviderName): boolean {
	return context.getNode().credentials?.[credentialOf(provider)] !== undefined;
}

const credentialOf = (provider: ProviderName) => PROVIDERS[provider].credential;

/**
 * The settings that the node's credential of a provider holds.
 * @throws TroupeError INPUT_INVALID when it is not set or empty
 */
export async function readSettings(context: Context, provider: ProviderName, itemIndex = 0): Promise<ProviderSettings> {
	const name = credentialOf(provider);
	if (!isSet(context, provider)) throw notSet(provider);
	const { apiKey, baseUrl, model } = await context.getCredentials<Partial<Record<'apiKey' | 'baseUrl' | 'model', string>>>(name, itemIndex);
	if (!apiKey && !baseUrl) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The credential ${name} holds neither an API key nor a base URL.`,
			fix: 'Fill in the API key; only a server of your own, named by its base URL, may do without one.',
		});
	}
	return { apiKey: apiKey ?? '', baseUrl: baseUrl?.trim() || undefined, model: model?.trim() || undefined };
}

function notSet(provider: ProviderName): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The node is to use its ${PROVIDERS[provider].name}, and none is chosen.`,
		fix: 'Choose the credential in the node, or another model.',
	});
}
