import { isTroupeError, type TroupeErrorCode } from '../../base/errors';
import { pause } from '../../base/pause';
import type { Reranker } from '../../ports';

/** A person waits for the search, so longer waits are not made. */
const patience = { retries: 2, maxWaitMs: 5_000, usualWaitMs: 500 } as const;
const passing = new Set<TroupeErrorCode>(['MODEL_RATE_LIMITED', 'MODEL_OVERLOADED']);

/** Retries a reranker after temporary failures, when its server allows it or after a moment. */
export function createPatientReranker(reranker: Reranker): Reranker {
	return {
		id: reranker.id,
		async rerank(question, passages, signal) {
			for (let retry = 0; ; retry += 1) {
				try {
					return await reranker.rerank(question, passages, signal);
				} catch (error) {
					if (!isTroupeError(error) || !passing.has(error.code) || retry === patience.retries) throw error;
					const wait = error.retryAfterMs ?? patience.usualWaitMs * 2 ** retry;
					if (wait > patience.maxWaitMs || !(await pause(wait, signal))) throw error;
				}
			}
		},
	};
}
