import { isTroupeError, TroupeError, type TroupeErrorCode } from '../../../base/errors';
import type { Reranker } from '../../../ports/models/rerankers';
import type { Candidate } from './read-candidates';
import { throwIfSearchCancelled } from './rank-chunks';
import type { CheckedRequest, SearchResult } from '../search-request';

export interface RerankParts {
	reranker?: Reranker;
	/** In milliseconds. Default 30,000. */
	rerankTimeoutMs?: number;
}

/** A person must fix these, or they end the search. Otherwise it continues without a reranker. */
const fatal = new Set<TroupeErrorCode>(['CANCELLED', 'DEPENDENCY_MISSING', 'INPUT_INVALID', 'INTERNAL']);

/**
 * Equal scores keep their order. After a failure, returns the candidates unchanged, with the reason. @throws TroupeError CANCELLED;
 * DEPENDENCY_MISSING and INPUT_INVALID of the reranker
 */
export async function rerankCandidates(
	candidates: Candidate[],
	{ question }: CheckedRequest,
	{ reranker, rerankTimeoutMs = 30_000 }: RerankParts,
	signal: AbortSignal,
): Promise<{ candidates: Candidate[] } & Pick<SearchResult, 'reranker' | 'rerankFailure'>> {
	if (!reranker || candidates.length === 0) return { candidates };
	const limit = AbortSignal.timeout(rerankTimeoutMs);
	try {
		const scores = await reranker.rerank(question, candidates.map(composeText), AbortSignal.any([signal, limit]));
		if (scores.length !== candidates.length || !scores.every(isScore)) throw malformed(reranker, candidates.length, scores.length);
		const reranked = candidates.map((one, index) => ({ ...one, score: scores[index]! })).sort((a, b) => b.score - a.score);
		return { candidates: reranked.map((one, place) => ({ ...one, rerank: { rank: place + 1, score: one.score } })), reranker: reranker.id };
	} catch (thrown) {
		throwIfSearchCancelled(signal);
		const error = limit.aborted ? createTimeout(reranker, rerankTimeoutMs) : thrown;
		if (!isTroupeError(error) || fatal.has(error.code)) throw error;
		return { candidates, rerankFailure: { reranker: reranker.id, errorCode: error.code, message: error.message } };
	}
}

function composeText({ chunk: { title, headingPath, text } }: Candidate): string {
	const under = [title, ...headingPath.filter((heading) => heading !== title)].join(' › ');
	return `${under}\n${text}`;
}

function isScore(score: number): boolean {
	return score >= 0 && score <= 1;
}

function createTimeout({ id }: Reranker, timeoutMs: number): TroupeError {
	return new TroupeError({
		code: 'MODEL_TIMEOUT',
		message: `The reranker ${id} returned no scores within ${timeoutMs} ms.`,
		retryable: true,
	});
}

function malformed({ id }: Reranker, expected: number, actual: number): TroupeError {
	return new TroupeError({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: `The reranker ${id} returned ${actual === expected ? 'other values' : `${actual} scores`}; expected ${expected} scores from 0 to 1.`,
		details: { expected, actual },
	});
}
