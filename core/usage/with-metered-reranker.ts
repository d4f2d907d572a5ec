import { estimateTokens } from '../tokens/estimate-tokens';
import { computeMaxCost } from '../llm/prices/cost';
import { createTokenCounter } from '../tokens/token-counter';
import type { TokenUsage } from '../ports/models/models';
import { sanitizeUsage } from '../tokens/token-usage';
import type { BilledReranker, Reranker } from '../ports/models/rerankers';
import type { Meter, Reserved } from './create-meter';
import { createPricing, type PriceSource } from './pricing';
import type { Pricing } from './pricing';
import { closeFailed, isCancelled, splitId, unused } from './with-meter';

/**
 * Cohere's search: a question with up to 100 documents. A document that exceeds 500 tokens with the question counts once for each part of that size
 * (https://cohere.com/pricing). Models with token prices bill each passage with the question.
 */
const documentsOfSearch = 100;
const tokensOfDocument = 500;

/** If a budget applies, an upper bound by the model's tokens. */
async function reserveJudgement(
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

function estimateJudgement(question: string, passages: string[], pricing: Pricing): Promise<TokenUsage> {
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

/** Bills by searches or by tokens. @throws TroupeError from a call, BUDGET_EXCEEDED or RATE_LIMITED; and the reranker's errors */
export function withMeteredReranker(reranker: BilledReranker, meter: Meter, source: PriceSource = {}): Reranker {
	const pricing = createPricing(reranker.id, source);
	const name = splitId(reranker.id);
	return {
		id: reranker.id,
		async rerank(question, passages, signal) {
			if (passages.length === 0) return [];
			const reserved = await reserveJudgement(question, passages, reranker.id, pricing, meter.selectBudgets(name).length > 0);
			const call = await meter.open({ ...name, kind: 'rerank', ...reserved });
			const sent = !signal.aborted;
			try {
				const { scores, usage: billed } = await reranker.rerank(question, passages, signal);
				const usage = sanitizeUsage(
					billed ? { ...billed, outputTokens: 0, estimated: false } : await estimateJudgement(question, passages, pricing),
				);
				const cost = await pricing.cost(usage);
				await call.close({ state: 'ok', errorCode: null, usage, costUsd: cost?.costUsd ?? null });
				return scores;
			} catch (error) {
				const used = sent && isCancelled(error) ? await estimateJudgement(question, passages, pricing) : unused;
				throw await closeFailed(call, pricing, error, used);
			}
		},
	};
}
