import type { ModelDescription, ModelFeatures } from '../../ports';
import { findModel } from './find-model';
import { loadPriceTable, type Price, type TableModel } from './price-table';

/** Ollama runs on a machine of one's own: its calls cost nothing, and count as such. */
const local: Price = { table: 'local', standard: { input: 0, output: 0 } };

/**
 * What a model costs: by the table, nothing for Ollama's. Undefined where nobody knows, such as for a server of one's own.
 * @param id `provider:model`
 * @param baseUrl of the server, where it is not the provider's own: it tells Groq's prices from OpenAI's
 */
export async function priceOf(id: string, baseUrl?: string): Promise<Price | undefined> {
	if (id.startsWith('ollama:')) return local;
	const table = await loadPriceTable();
	const { price: standard, batch, flex, priority } = findModel(table, id, baseUrl) ?? {};
	return standard && { table: table.table, standard, batch, flex, priority };
}

/** What a model can do; undefined where the table does not have it. */
export async function featuresOf(id: string, baseUrl?: string): Promise<ModelFeatures | undefined> {
	return (await describeModel(id, baseUrl)).features;
}

/** All that the table knows of a model; of one that it does not have, the id alone, as a chat model. */
export async function describeModel(id: string, baseUrl?: string): Promise<ModelDescription> {
	const model = findModel(await loadPriceTable(), id, baseUrl);
	const price = await priceOf(id, baseUrl);
	return {
		id,
		model: id.slice(id.indexOf(':') + 1),
		kind: model?.kind === 'rerank' ? 'other' : (model?.kind ?? 'chat'),
		...(model?.context !== undefined && { contextTokens: model.context }),
		...(model?.output !== undefined && { maxOutputTokens: model.output }),
		...(model?.features && { features: toFeatures(model.features) }),
		...(price && { price: { input: price.standard.input, output: price.standard.output } }),
	};
}

function toFeatures(features: NonNullable<TableModel['features']>): ModelFeatures {
	const has = (feature: keyof ModelFeatures) => features.includes(feature);
	return { tools: has('tools'), vision: has('vision'), jsonSchema: has('jsonSchema'), reasoning: has('reasoning') };
}
