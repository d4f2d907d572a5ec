import type { ChatRequest, TokenUsage } from '../../ports/models/models';
import { createTokenCounter } from '../../tokens/token-counter';
import { computeCost, computeMaxCost } from './cost';
import { describeModel, findPrice } from './describe-model';
import type { Price } from './price-table';

/** The estimated usage of a call. */
interface Estimate {
	usage: TokenUsage;
	/** US dollars; null when no price is known. */
	costUsd: number | null;
}

export interface CostEstimate {
	/** With an average reply. */
	likely: Estimate;
	/** An upper bound: with the longest reply that the request or the model allows, and nothing from the cache. */
	most: Estimate;
	/** Null when no price is known. */
	priceTable: string | null;
}

/** Tokens of a reply without other information: most are shorter. */
const likelyReply = 300;
/** If neither the request nor the table limits the reply. */
const maxReply = 8192;

interface EstimateOptions {
	/** Default: the table's. */
	price?: Price;
	baseUrl?: string;
}

/**
 * Estimates the cost of a request before it is sent.
 * @param model `provider:model`
 */
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

/** Returns the max tokens of the reply. */
export async function boundReply({ maxOutputTokens }: ChatRequest, model: string, baseUrl?: string): Promise<number> {
	return maxOutputTokens ?? (await describeModel(model, baseUrl)).maxOutputTokens ?? maxReply;
}

function createUsage(inputTokens: number, outputTokens: number): TokenUsage {
	return { inputTokens, outputTokens, estimated: true };
}
