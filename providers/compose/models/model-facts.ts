import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { ModelFacts } from '../../../core/agents/agent-parts';
import { computeMaxCost } from '../../../core/llm/prices/cost';
import { describeModel } from '../../../core/llm/prices/describe-model';
import type { Price } from '../../../core/llm/prices/price-table';
import { createPricing, type PriceSource } from '../../../core/usage/pricing';
import type { ModelHost } from '../hosts/model-host';
import { readLimits } from './usage';

/** Returns the smallest context and the highest price among the host's and the route's models. */
export async function composeModelFacts({ model: { route } }: AgentDefinition, host: ModelHost): Promise<ModelFacts> {
	const { prices } = await readLimits(host);
	const models: Array<[id: string, source: PriceSource]> = host.model ? [[host.model.id, {}]] : [];
	for (const { provider, model, price } of route) {
		const settings = host.providers[provider];
		const name = settings?.model || model;
		if (settings) models.push([`${provider}:${name}`, { price: name === model ? price : undefined, baseUrl: settings.baseUrl }]);
	}
	const described = await Promise.all(models.map(([id, { baseUrl }]) => describeModel(id, baseUrl)));
	const priced = await Promise.all(models.map(([id, source]) => createPricing(id, { host: prices[id], ...source }).price()));
	const contextTokens = Math.min(...described.map((model) => model.contextTokens ?? Infinity));
	return {
		...(contextTokens < Infinity && { contextTokens }),
		costUsd: dearest(priced.filter((price) => price !== undefined)),
		...(described.length > 0 && described.every(({ features }) => features?.vision === false) && { seesImages: false as const }),
	};
}

function dearest(prices: Price[]): ModelFacts['costUsd'] {
	if (prices.length === 0) return undefined;
	return (inputTokens, outputTokens) =>
		Math.max(...prices.map((price) => computeMaxCost({ inputTokens, outputTokens, estimated: true }, price)));
}
