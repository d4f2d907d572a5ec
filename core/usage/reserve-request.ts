import { estimateMessages, estimateTokens } from '../tokens/estimate-tokens';
import { mostCostOf } from '../llm/prices/cost';
import { estimateCost, longestReply } from '../llm/prices/estimate-cost';
import { tokenCounterFor } from '../tokens/token-counter';
import type { ChatRequest } from '../ports';
import type { Reserved } from './create-meter';
import type { PriceSource, Pricing } from './pricing';

/** What stands in the ledger for a call whose process died, where no budget asked for better: a reply of a middling length. */
const UNBOUNDED_REPLY = 1000;

/** Where a budget has to hold a call that does not bound its reply; also what Anthropic's client takes without streaming. */
const LONGEST_REPLY = 16_384;

/** A call as it may be made: with a reply as long as was reserved at most. */
interface BoundedRequest {
	request: ChatRequest;
	reserved: Reserved;
}

/** With budgets, an upper bound by the model's tokens; the request bounds its reply then, since a reservation that does not bind is none. */
export async function boundRequest(
	request: ChatRequest,
	model: string,
	pricing: Pricing,
	{ baseUrl }: PriceSource,
): Promise<BoundedRequest> {
	const maxOutputTokens = request.maxOutputTokens ?? Math.min(LONGEST_REPLY, await longestReply(request, model, baseUrl));
	const price = await pricing.price();
	const { most, priceTable } = await estimateCost({ ...request, maxOutputTokens }, model, { price, baseUrl });
	return { request: { ...request, maxOutputTokens }, reserved: { ...most, priceTable } };
}

/** Without budgets, a quick guess. */
export async function guessRequest(request: ChatRequest, pricing: Pricing): Promise<Reserved> {
	return priced(estimateMessages(request.messages), request.maxOutputTokens ?? UNBOUNDED_REPLY, pricing);
}

/** Of texts that become vectors. */
export async function reserveTexts(texts: string[], model: string, pricing: Pricing, bounded: boolean): Promise<Reserved> {
	const counter = bounded ? await tokenCounterFor(model) : undefined;
	const perText = 3;
	const tokens = texts.map((text) => perText + (counter?.mostOfText(text) ?? estimateTokens(text)));
	return priced(
		tokens.reduce((sum, count) => sum + count, 0),
		0,
		pricing,
	);
}

async function priced(inputTokens: number, outputTokens: number, pricing: Pricing): Promise<Reserved> {
	const usage = { inputTokens, outputTokens, estimated: true };
	const price = await pricing.price();
	return { usage, costUsd: price ? mostCostOf(usage, price) : null, priceTable: price?.table ?? null };
}
