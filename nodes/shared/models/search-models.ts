import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { ModelDescription } from '../../../core/ports/models/models';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import { providerFields } from './model-fields';

type Search = (this: ILoadOptionsFunctions, filter?: string) => Promise<INodeListSearchResult>;

const createSearch = (provider: ProviderName, kind: ModelDescription['kind']): Search =>
	async function (filter = '') {
		const { listProviderModels } = await import('./list-provider-models');
		return { results: await listProviderModels(this, provider, kind, filter) };
	};

/** The lists of each provider's models, by the methods' names. */
function searches(kind: ModelDescription['kind'], ending: string): Record<string, Search> {
	return Object.fromEntries(
		Object.entries(providerFields).map(([provider, { method }]) => [
			`search${method}${ending}`,
			createSearch(provider as ProviderName, kind),
		]),
	);
}

export const searchChatModels = searches('chat', 'Models');
export const searchEmbeddingModels = searches('embedding', 'EmbeddingModels');
