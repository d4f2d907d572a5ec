import { isTroupeError, TroupeError, type TroupeErrorCode } from '../../../base/errors';
import type { Reranker } from '../../../ports';
import type { FoundChunk } from './read-candidates';
import { checkIsWanted } from './rank-chunks';
import type { CheckedRequest, SearchResult } from '../search-request';

export interface RerankParts {
	reranker?: Reranker;
	/** Timeout of the reranker in milliseconds. Default 30,000. */
	rerankTimeoutMs?: number;
}

/** Errors that a person must fix, or that end the search. After all others, the search continues without a reranker. */
const fatal = new Set<TroupeErrorCode>(['CANCELLED', 'DEPENDENCY_MISSING', 'INPUT_INVALID', 'INTERNAL']);

/**
 * Orders the candidates by the reranker's scores; equal ones keep their order. After a failure, returns them unchanged, with the reason.
 * @throws TroupeError CANCELLED; DEPENDENCY_MISSING and INPUT_INVALID of the reranker
 */
export async function rerankFound(
	found: FoundChunk[],
	{ question }: CheckedRequest,
	{ reranker, rerankTimeoutMs = 30_000 }: RerankParts,
	signal: AbortSignal,
): Promise<{ found: FoundChunk[] } & Pick<SearchResult, 'reranker' | 'rerankFailure'>> {
	if (!reranker || found.length === 0) return { found };
	const limit = AbortSignal.timeout(rerankTimeoutMs);
	try {
		const scores = await reranker.rerank(question, found.map(textOf), AbortSignal.any([signal, limit]));
		if (scores.length !== found.length || !scores.every(isScore)) throw malformed(reranker, found.length, scores.length);
		const judged = found.map((one, index) => ({ ...one, score: scores[index]! })).sort((a, b) => b.score - a.score);
		return { found: judged.map((one, place) => ({ ...one, rerank: { rank: place + 1, score: one.score } })), reranker: reranker.id };
	} catch (thrown) {
		checkIsWanted(signal);
		const error = limit.aborted ? late(reranker, rerankTimeoutMs) : thrown;
		if (!isTroupeError(error) || fatal.has(error.code)) throw error;
		return { found, rerankFailure: { reranker: reranker.id, errorCode: error.code, message: error.message } };
	}
}

/** Adds title and headings, since often only the heading says what a passage is about. */
function textOf({ chunk: { title, headingPath, text } }: FoundChunk): string {
	const under = [title, ...headingPath.filter((heading) => heading !== title)].join(' › ');
	return `${under}\n${text}`;
}

function isScore(score: number): boolean {
	return score >= 0 && score <= 1;
}

function late({ id }: Reranker, timeoutMs: number): TroupeError {
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
