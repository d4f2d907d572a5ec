/** Models that a task names as `provider:model`, wired as an agent's are. */
import { TroupeError } from '../../../core/base/errors';
import type { ChatModel, Embedder, ModelProvider, ProviderName } from '../../../core/ports';
import type { Host, ModelHost } from '../host';
import { composeRouter, composeSteps } from './models';
import { composeMeter } from './usage';
import { openProvider } from '../../models/open-provider';
import type { ProviderSettings } from '../../models/shared/provider-settings';
import { splitModelName } from '../../models/split-model-name';

/**
 * What the host brings, then those that are named, in order. One whose provider has no settings is left out, as in an agent's route.
 * @throws TroupeError INPUT_INVALID where none is left
 */
export async function composeRoute(names: string[], host: ModelHost): Promise<ChatModel> {
	// The name says which model: one that the settings put in the place of an agent's is not meant.
	const settings = Object.entries(host.providers).map(([provider, each]) => [provider, { ...each, model: undefined }]);
	const steps = await composeSteps(names.map(splitModelName), { ...host, providers: Object.fromEntries(settings) as Host['providers'] });
	if (steps.length > 0) return composeRouter(steps, host);
	throw notConfigured(names);
}

/** @throws TroupeError INPUT_INVALID where the model is missing or its provider has no settings; NOT_SUPPORTED where it has no embeddings */
export async function composeEmbedder(names: string[], host: ModelHost): Promise<Embedder> {
	const { provider, model } = splitModelName(names[0] ?? '');
	const settings = host.providers[provider];
	if (!settings) throw notConfigured(names);
	const meter = await composeMeter(host);
	return meter.embedder((await openProvider(provider, settings, host)).embedder(model), { baseUrl: settings.baseUrl });
}

/** The providers that the host has settings for, of those named or of all. @throws TroupeError INPUT_INVALID for one without */
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

/** @param names of models or providers that were asked for */
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
