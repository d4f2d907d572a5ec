import type { ILoadOptionsFunctions, INodeListSearchItems } from 'n8n-workflow';
import type { ModelDescription } from '../../../core/ports/models/models';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import { composeProviders } from '../../../providers/compose/models/named-models';
import { readSettings } from '../read-credentials';
import { toNodeError } from '../to-node-error';

const timeoutMs = 15_000;

export async function listProviderModels(
	context: ILoadOptionsFunctions,
	provider: ProviderName,
	kind: ModelDescription['kind'],
	filter: string,
): Promise<INodeListSearchItems[]> {
	try {
		const settings = await readSettings(context, provider);
		const [opened] = await composeProviders([provider], { providers: { [provider]: settings } });
		const models = await opened!.listModels(AbortSignal.timeout(timeoutMs));
		const search = filter.trim().toLowerCase();
		return models
			.filter((model) => (model.kind === kind || model.kind === 'other') && model.model.toLowerCase().includes(search))
			.map(({ model, ...facts }) => ({ name: model, value: model, description: describe(facts) }));
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

function describe({ contextTokens, price }: Pick<ModelDescription, 'contextTokens' | 'price'>): string | undefined {
	const context = contextTokens ? [`${contextTokens.toLocaleString('en')} tokens`] : [];
	return [...context, ...(price ? [`$${price.input} in, $${price.output} out per million`] : [])].join(' · ') || undefined;
}
