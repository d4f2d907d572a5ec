import { isTroupeError, type TroupeErrorCode } from '../../base/errors';
import { pause } from '../../base/async/pause';
import type { Reranker } from '../../ports/models/rerankers';

/** A person waits for the search. */
const retryPolicy = { retries: 2, maxWaitMs: 5_000, usualWaitMs: 500 } as const;
const passing = new Set<TroupeErrorCode>(['MODEL_RATE_LIMITED', 'MODEL_OVERLOADED']);

export function createRetryingReranker(reranker: Reranker): Reranker {
	return {
		id: reranker.id,
		async rerank(question, passages, signal) {
			for (let retry = 0; ; retry += 1) {
				try {
					return await reranker.rerank(question, passages, signal);
				} catch (error) {
					if (!isTroupeError(error) || !passing.has(error.code) || retry === retryPolicy.retries) throw error;
					const wait = error.retryAfterMs ?? retryPolicy.usualWaitMs * 2 ** retry;
					if (wait > retryPolicy.maxWaitMs || !(await pause(wait, signal))) throw error;
				}
			}
		},
	};
}
