import { TroupeError } from '../../../core/base/errors';
import type { ChatModel, Embedder, ModelProvider } from '../../../core/ports/models/models';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import type { Host } from '../hosts/host';
import type { ModelHost } from '../hosts/model-host';
import { composeRouter, composeSteps } from './models';
import { composeMeter } from './usage';
import { officialServers } from '../../models/official-servers';
import { openProvider } from '../../models/open-provider';
import { requireRegion } from '../settings/residency';
import type { ProviderSettings } from '../../models/shared/provider-settings';
import { splitModelName } from '../../models/split-model-name';

/**
 * Composes the host's own model, then the named ones. Models without provider settings are skipped. @throws TroupeError INPUT_INVALID if none remains
 */
export async function composeRoute(names: string[], host: ModelHost): Promise<ChatModel> {
	// The task's model wins over one in the provider settings.
	const settings = Object.entries(host.providers).map(([provider, each]) => [provider, { ...each, model: undefined }]);
	const steps = await composeSteps(names.map(splitModelName), { ...host, providers: Object.fromEntries(settings) as Host['providers'] });
	if (steps.length > 0) return composeRouter(steps, host);
	throw notConfigured(names);
}

/** @throws TroupeError INPUT_INVALID if the model is missing or its provider has no settings; NOT_SUPPORTED if the provider has no embeddings */
export async function composeEmbedder(names: string[], host: ModelHost): Promise<Embedder> {
	const { provider, model } = splitModelName(names[0] ?? '');
	const settings = host.providers[provider];
	if (!settings) throw notConfigured(names);
	await requireRegion(`The server of the models of ${provider}`, settings.baseUrl ?? officialServers[provider], host);
	const meter = await composeMeter(host);
	return meter.embedder((await openProvider(provider, settings, host)).embedder(model), { baseUrl: settings.baseUrl });
}

/** Opens the named providers, else all configured ones. @throws TroupeError INPUT_INVALID for a named provider without settings */
export async function composeProviders(
	names: ProviderName[] | undefined,
	host: Pick<Host, 'providers' | 'fetch'>,
): Promise<ModelProvider[]> {
	const wanted = names ?? (Object.keys(host.providers) as ProviderName[]);
	const missing = wanted.filter((name) => !host.providers[name]);
	if (missing.length > 0) throw notConfigured(missing);
	if (wanted.length === 0) throw withoutModel('no provider is configured');
	return Promise.all(wanted.map((name) => openProvider(name, host.providers[name] as ProviderSettings, host)));
}

export function notConfigured(names: string[]): TroupeError {
	return withoutModel(names.length > 0 ? `none of ${names.join(', ')} is configured` : '"models" is missing or empty', names);
}

function withoutModel(why: string, models: string[] = []): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The model task has no model: ${why}.`,
		fix: 'Specify a model as provider:model, such as openai:gpt-4.1-mini, and configure its provider with a credential or environment variables.',
		details: { models },
	});
}
