import { computeCost, computeMaxCost } from '../../../core/llm/prices/cost';
import { type CostEstimate, estimateCost } from '../../../core/llm/prices/estimate-cost';
import { createTokenCounter } from '../../../core/tokens/token-counter';
import type { Price } from '../../../core/llm/prices/price-table';
import type { ChatRequest, TokenUsage } from '../../../core/ports/models/models';
import { createPricing } from '../../../core/usage/pricing';
import type { ModelHost } from '../hosts/model-host';
import { readLimits } from './usage';
import { splitModelName } from '../../models/split-model-name';

export async function estimateChat(request: ChatRequest, model: string, host: ModelHost): Promise<CostEstimate> {
	return estimateCost(request, model, { price: await findPrice(model, host), baseUrl: findBaseUrl(model, host) });
}

export async function estimateEmbeddings(texts: string[], model: string, host: ModelHost): Promise<CostEstimate> {
	const [counter, price] = await Promise.all([createTokenCounter(model), findPrice(model, host)]);
	const estimateUsage = (count: (text: string) => number): TokenUsage => {
		return { inputTokens: texts.reduce((sum, text) => sum + count(text), 0), outputTokens: 0, estimated: true };
	};
	const likely = estimateUsage((text) => counter.text(text));
	const most = estimateUsage((text) => counter.maxText(text));
	return {
		likely: { usage: likely, costUsd: price ? computeCost(likely, price).costUsd : null },
		most: { usage: most, costUsd: price ? computeMaxCost(most, price) : null },
		priceTable: price?.table ?? null,
	};
}

async function findPrice(model: string, host: ModelHost): Promise<Price | undefined> {
	const { prices } = await readLimits(host);
	return createPricing(model, { host: prices[model], baseUrl: findBaseUrl(model, host) }).price();
}

const findBaseUrl = (model: string, { providers }: ModelHost): string | undefined => providers[splitModelName(model).provider]?.baseUrl;
