import type { ChatRequest, TokenUsage } from '../../ports';
import { tokenCounterFor } from '../../tokens/token-counter';
import { costOf, mostCostOf } from './cost';
import { describeModel, priceOf } from './describe-model';
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
const LIKELY_REPLY = 300;
/** If neither the request nor the table limits the reply. */
const LONGEST_REPLY = 8192;

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
	const price = options.price ?? (await priceOf(model, options.baseUrl));
	const counter = await tokenCounterFor(model);
	const longest = await longestReply(request, model, options.baseUrl);
	const likely = usageOf(counter.request(request), Math.min(LIKELY_REPLY, longest));
	const most = usageOf(counter.most(request), longest);
	return {
		likely: { usage: likely, costUsd: price ? costOf(likely, price).costUsd : null },
		most: { usage: most, costUsd: price ? mostCostOf(most, price) : null },
		priceTable: price?.table ?? null,
	};
}

/** Returns the max tokens of the reply. */
export async function longestReply({ maxOutputTokens }: ChatRequest, model: string, baseUrl?: string): Promise<number> {
	return maxOutputTokens ?? (await describeModel(model, baseUrl)).maxOutputTokens ?? LONGEST_REPLY;
}

function usageOf(inputTokens: number, outputTokens: number): TokenUsage {
	return { inputTokens, outputTokens, estimated: true };
}
