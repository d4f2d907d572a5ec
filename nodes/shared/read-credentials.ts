import type { IExecuteFunctions, ILoadOptionsFunctions, ISupplyDataFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { ProviderName } from '../../core/ports/models/provider-names';
import type { Host } from '../../providers/compose/hosts/host';
import type { ProviderSettings } from '../../providers/models/shared/provider-settings';
import { credentialTypes, type CredentialKind, credentialName, toSettings } from './models/provider-credentials';

type Context = IExecuteFunctions | ISupplyDataFunctions | ILoadOptionsFunctions;

/** @throws TroupeError INPUT_INVALID when the credential of a provider is not set or empty */
export async function readProviderSettings(context: Context, providers: ProviderName[], itemIndex: number): Promise<Host['providers']> {
	return Object.fromEntries(
		await Promise.all(providers.map(async (provider) => [provider, await readSettings(context, provider, itemIndex)] as const)),
	);
}

/**
 * @param ownKind whose credential; by default that of the field "Credential Type", and without that field the one that is set @throws
 * TroupeError INPUT_INVALID when it is not set or empty
 */
export async function readSettings(
	context: Context,
	provider: ProviderName,
	itemIndex = 0,
	ownKind?: CredentialKind,
): Promise<ProviderSettings> {
	const kind = ownKind ?? chosenKind(context, itemIndex) ?? setKind(context, provider) ?? 'troupe';
	if (!isSet(context, provider, kind)) throw notSet(provider, kind);
	const type = credentialTypes[provider][kind];
	const settings = toSettings(await context.getCredentials(type, itemIndex), type);
	if (settings.apiKey || settings.baseUrl) return settings;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The ${credentialName(provider, kind)} has neither an API key nor a base URL.`,
		fix: 'Enter the API key. Only your own server, specified by its base URL, works without one.',
	});
}

/** Reads the field Credential Type of the node; in a list of models, that of the entry. */
function chosenKind(context: Context, itemIndex: number): CredentialKind | undefined {
	if (!('getCurrentNodeParameter' in context)) return knownKind(context.getNodeParameter('credentialKind', itemIndex, ''));
	return knownKind(context.getCurrentNodeParameter('&credentialKind')) ?? knownKind(context.getCurrentNodeParameter('credentialKind'));
}

const knownKind = (value: unknown) => (value === 'n8n' || value === 'troupe' ? value : undefined);

const setKind = (context: Context, provider: ProviderName) => (['troupe', 'n8n'] as const).find((kind) => isSet(context, provider, kind));

function isSet(context: Context, provider: ProviderName, kind: CredentialKind): boolean {
	return context.getNode().credentials?.[credentialTypes[provider][kind]] !== undefined;
}

function notSet(provider: ProviderName, kind: CredentialKind): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The node needs ${kind === 'n8n' ? '' : 'its '}${credentialName(provider, kind)}, but none is selected.`,
		fix: 'Select or create the credential in the node, or choose another model.',
	});
}
