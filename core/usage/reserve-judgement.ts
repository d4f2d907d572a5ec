import { estimateTokens } from '../tokens/estimate-tokens';
import { computeMaxCost } from '../llm/prices/cost';
import { createTokenCounter } from '../tokens/token-counter';
import type { TokenUsage } from '../ports/models/models';
import type { Reserved } from './create-meter';
import type { Pricing } from './pricing';

/**
 * Cohere's search: a question with up to 100 documents. A document that exceeds 500 tokens with the question counts once for each part of that size
 * (https://cohere.com/pricing). Models with token prices bill each passage with the question.
 */
const [documentsOfSearch, tokensOfDocument] = [100, 500];

/** If a budget applies, an upper bound by the model's tokens. */
export async function reserveJudgement(
	question: string,
	passages: string[],
	model: string,
	pricing: Pricing,
	bounded: boolean,
): Promise<Reserved> {
	const counter = bounded ? await createTokenCounter(model) : undefined;
	const usage = await createUsage(question, passages, pricing, (text) => counter?.maxText(text) ?? estimateTokens(text));
	const price = await pricing.price();
	const priced = price && (await pricing.cost(usage));
	return { usage, costUsd: priced ? computeMaxCost(usage, price) : null, priceTable: priced?.priceTable ?? null };
}

export function estimateJudgement(question: string, passages: string[], pricing: Pricing): Promise<TokenUsage> {
	return createUsage(question, passages, pricing, estimateTokens);
}

async function createUsage(question: string, passages: string[], pricing: Pricing, count: (text: string) => number): Promise<TokenUsage> {
	const price = await pricing.price();
	const questionTokens = count(question);
	const counts = passages.map(count);
	const byTokens = price !== undefined && price.standard.search === undefined;
	if (byTokens) return { inputTokens: counts.reduce((sum, tokens) => sum + questionTokens + tokens, 0), outputTokens: 0, estimated: true };
	const room = Math.max(tokensOfDocument / 2, tokensOfDocument - questionTokens);
	const documents = counts.reduce((sum, tokens) => sum + Math.max(1, Math.ceil(tokens / room)), 0);
	return { inputTokens: 0, outputTokens: 0, searches: Math.ceil(documents / documentsOfSearch), estimated: true };
}
