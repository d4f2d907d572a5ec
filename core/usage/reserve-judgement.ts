import { estimateTokens } from '../tokens/estimate-tokens';
import { mostCostOf } from '../llm/prices/cost';
import { tokenCounterFor } from '../tokens/token-counter';
import type { TokenUsage } from '../ports';
import type { Reserved } from './create-meter';
import type { Pricing } from './pricing';

/**
 * How Cohere bills a search: a question with up to 100 documents. A document that exceeds 500 tokens with the question counts once for each part of
 * that size (https://cohere.com/pricing). Models with prices by tokens bill each passage with the question.
 */
const [documentsOfSearch, tokensOfDocument] = [100, 500];

/** Reserves the usage of judging passages. If a budget applies, an upper bound by the model's tokens. */
export async function reserveJudgement(
	question: string,
	passages: string[],
	model: string,
	pricing: Pricing,
	bounded: boolean,
): Promise<Reserved> {
	const counter = bounded ? await tokenCounterFor(model) : undefined;
	const usage = await usageOf(question, passages, pricing, (text) => counter?.mostOfText(text) ?? estimateTokens(text));
	const price = await pricing.price();
	const priced = price && (await pricing.cost(usage));
	return { usage, costUsd: priced ? mostCostOf(usage, price) : null, priceTable: priced?.priceTable ?? null };
}

/** For rerankers that report no usage. */
export function estimateJudgement(question: string, passages: string[], pricing: Pricing): Promise<TokenUsage> {
	return usageOf(question, passages, pricing, estimateTokens);
}

async function usageOf(question: string, passages: string[], pricing: Pricing, count: (text: string) => number): Promise<TokenUsage> {
	const price = await pricing.price();
	const asked = count(question);
	const counts = passages.map(count);
	const byTokens = price !== undefined && price.standard.search === undefined;
	if (byTokens) return { inputTokens: counts.reduce((sum, tokens) => sum + asked + tokens, 0), outputTokens: 0, estimated: true };
	const room = Math.max(tokensOfDocument / 2, tokensOfDocument - asked);
	const documents = counts.reduce((sum, tokens) => sum + Math.max(1, Math.ceil(tokens / room)), 0);
	return { inputTokens: 0, outputTokens: 0, searches: Math.ceil(documents / documentsOfSearch), estimated: true };
}
