import type { ModelDescription, ModelFeatures } from '../../ports/models/models';
import { findModel } from './find-model';
import { loadPriceTable, type Price, type TableModel } from './price-table';

/** Ollama runs on the user's own machine: its calls have a cost of zero. */
const local: Price = { table: 'local', standard: { input: 0, output: 0 } };

/**
 * Returns the price of a model: from the table, or zero for Ollama. Undefined if unknown, such as for a private server.
 * @param id `provider:model`
 * @param baseUrl base URL of the server, if it is not the provider's own: it distinguishes Groq's prices from OpenAI's
 */
export async function findPrice(id: string, baseUrl?: string): Promise<Price | undefined> {
	if (id.startsWith('ollama:')) return local;
	const table = await loadPriceTable();
	const { price: standard, batch, flex, priority } = findModel(table, id, baseUrl) ?? {};
	return standard && { table: table.table, standard, batch, flex, priority };
}

/** Returns the features of a model; undefined if it is not in the table. */
export async function findFeatures(id: string, baseUrl?: string): Promise<ModelFeatures | undefined> {
	return (await describeModel(id, baseUrl)).features;
}

/** Returns everything the table has on a model; for an unknown one the id alone, as a chat model. */
export async function describeModel(id: string, baseUrl?: string): Promise<ModelDescription> {
	const model = findModel(await loadPriceTable(), id, baseUrl);
	const price = await findPrice(id, baseUrl);
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
