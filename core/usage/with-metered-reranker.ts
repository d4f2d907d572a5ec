import { sanitizeUsage } from '../tokens/token-usage';
import type { BilledReranker, Reranker } from '../ports/models/rerankers';
import type { Meter } from './create-meter';
import { createPricing, type PriceSource } from './pricing';
import { estimateJudgement, reserveJudgement } from './reserve-judgement';
import { closeFailed, isCancelled, splitId, unused } from './with-meter';

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
