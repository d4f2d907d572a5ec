import { estimateMessages, estimateTokens } from '../tokens/estimate-tokens';
import { computeMaxCost } from '../llm/prices/cost';
import { estimateCost, boundReply } from '../llm/prices/estimate-cost';
import { createTokenCounter } from '../tokens/token-counter';
import type { ChatRequest } from '../ports/models/models';
import type { Reserved } from './create-meter';
import type { PriceSource, Pricing } from './pricing';

/** An average reply, for a call whose process ended, if no budget required a better estimate. */
const unboundedReply = 1000;

/** For unlimited replies, if a budget applies. Also the max of Anthropic's client without streaming. */
const maxReply = 16_384;

interface BoundedRequest {
	request: ChatRequest;
	reserved: Reserved;
}

/** With budgets, reserves an upper bound by the model's tokens, and limits the reply to it: otherwise the reservation would not hold. */
export async function boundRequest(
	request: ChatRequest,
	model: string,
	pricing: Pricing,
	{ baseUrl }: PriceSource,
): Promise<BoundedRequest> {
	const maxOutputTokens = request.maxOutputTokens ?? Math.min(maxReply, await boundReply(request, model, baseUrl));
	const price = await pricing.price();
	const { most: max, priceTable } = await estimateCost({ ...request, maxOutputTokens }, model, { price, baseUrl });
	return { request: { ...request, maxOutputTokens }, reserved: { ...max, priceTable } };
}

export async function guessRequest(request: ChatRequest, pricing: Pricing): Promise<Reserved> {
	return priced(estimateMessages(request.messages), request.maxOutputTokens ?? unboundedReply, pricing);
}

export async function reserveTexts(texts: string[], model: string, pricing: Pricing, bounded: boolean): Promise<Reserved> {
	const counter = bounded ? await createTokenCounter(model) : undefined;
	const perText = 3;
	const tokens = texts.map((text) => perText + (counter?.maxText(text) ?? estimateTokens(text)));
	return priced(
		tokens.reduce((sum, count) => sum + count, 0),
		0,
		pricing,
	);
}

async function priced(inputTokens: number, outputTokens: number, pricing: Pricing): Promise<Reserved> {
	const usage = { inputTokens, outputTokens, estimated: true };
	const price = await pricing.price();
	return { usage, costUsd: price ? computeMaxCost(usage, price) : null, priceTable: price?.table ?? null };
}
