import { sanitizeUsage } from '../tokens/token-usage';
import type { Embedder } from '../ports/models/models';
import type { Meter } from './create-meter';
import { createPricing, type PriceSource } from './pricing';
import { reserveTexts } from './reserve-request';
import { closeFailed, splitId, unused } from './with-meter';

/** @throws TroupeError from a call, BUDGET_EXCEEDED or RATE_LIMITED; and the embedder's errors */
export function withMeteredEmbedder(embedder: Embedder, meter: Meter, source: PriceSource = {}): Embedder {
	const pricing = createPricing(embedder.id, source);
	const name = splitId(embedder.id);
	return {
		id: embedder.id,
		async embed(texts, signal, purpose) {
			const reserved = await reserveTexts(texts, embedder.id, pricing, meter.selectBudgets(name).length > 0);
			const call = await meter.open({ ...name, kind: 'embedding', ...reserved });
			try {
				const embeddings = await embedder.embed(texts, signal, purpose);
				const usage = sanitizeUsage(embeddings.usage);
				const cost = await pricing.cost(usage);
				await call.close({ state: 'ok', errorCode: null, usage, costUsd: cost?.costUsd ?? null });
				return { ...embeddings, usage, ...(cost && { costUsd: cost.costUsd, priceTable: cost.priceTable }) };
			} catch (error) {
				throw await closeFailed(call, pricing, error, unused);
			}
		},
	};
}
