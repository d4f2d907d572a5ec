import type { ModelDescription, ModelFeatures } from '../../ports/models/models';
import { findModel } from './find-model';
import { loadPriceTable, type Price, type TableModel } from './price-table';

/** Ollama runs on the user's own machine. */
const local: Price = { table: 'local', standard: { input: 0, output: 0 } };

/**
 * Zero for Ollama, undefined if unknown, such as for a private server. @param id `provider:model` @param baseUrl of another server than the
 * provider's: it distinguishes Groq's prices from OpenAI's
 */
export async function findPrice(id: string, baseUrl?: string): Promise<Price | undefined> {
	if (id.startsWith('ollama:')) return local;
	const table = await loadPriceTable();
	const { price: standard, batch, flex, priority } = findModel(table, id, baseUrl) ?? {};
	return standard && { table: table.table, standard, batch, flex, priority };
}

export async function findFeatures(id: string, baseUrl?: string): Promise<ModelFeatures | undefined> {
	return (await describeModel(id, baseUrl)).features;
}

/** For an unknown model the id alone, as a chat model. */
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
