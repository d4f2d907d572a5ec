import type { ChatRequest, TokenUsage } from '../../ports/models/models';
import { createTokenCounter } from '../../tokens/token-counter';
import { computeCost, computeMaxCost } from './cost';
import { describeModel, findPrice } from './describe-model';
import type { Price } from './price-table';

interface Estimate {
	usage: TokenUsage;
	/** US dollars; null without a known price. */
	costUsd: number | null;
}

export interface CostEstimate {
	likely: Estimate;
	/** Upper bound: the longest reply of request or model, and nothing from the cache. */
	most: Estimate;
	priceTable: string | null;
}

/** Without other information: most replies are shorter. */
const likelyReply = 300;
const maxReply = 8192;

interface EstimateOptions {
	/** Default: the table's. */
	price?: Price;
	baseUrl?: string;
}

/** @param model `provider:model` */
export async function estimateCost(request: ChatRequest, model: string, options: EstimateOptions = {}): Promise<CostEstimate> {
	const price = options.price ?? (await findPrice(model, options.baseUrl));
	const counter = await createTokenCounter(model);
	const max = await boundReply(request, model, options.baseUrl);
	const likely = createUsage(counter.request(request), Math.min(likelyReply, max));
	const most = createUsage(counter.maxRequest(request), max);
	return {
		likely: { usage: likely, costUsd: price ? computeCost(likely, price).costUsd : null },
		most: { usage: most, costUsd: price ? computeMaxCost(most, price) : null },
		priceTable: price?.table ?? null,
	};
}

export async function boundReply({ maxOutputTokens }: ChatRequest, model: string, baseUrl?: string): Promise<number> {
	return maxOutputTokens ?? (await describeModel(model, baseUrl)).maxOutputTokens ?? maxReply;
}

function createUsage(inputTokens: number, outputTokens: number): TokenUsage {
	return { inputTokens, outputTokens, estimated: true };
}
