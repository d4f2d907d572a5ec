import { isTroupeError, TroupeError, type TroupeErrorCode } from '../../../base/errors';
import type { Reranker } from '../../../ports';
import type { FoundChunk } from './read-candidates';
import { checkIsWanted } from './rank-chunks';
import type { CheckedRequest, SearchResult } from '../search-request';

export interface RerankParts {
	reranker?: Reranker;
	/** Milliseconds that a reranker may take. Default 30,000. */
	rerankTimeoutMs?: number;
}

/** What was to be put right by a person, or is over for all: everything else leaves the search as good as it was without a reranker. */
const fatal = new Set<TroupeErrorCode>(['CANCELLED', 'DEPENDENCY_MISSING', 'INPUT_INVALID', 'INTERNAL']);

/**
 * The candidates by the reranker's scores, equals as they stood; where it fails, as they were, and why.
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

/** With what it stands under: a passage often says by its heading alone what it is about. */
function textOf({ chunk: { title, headingPath, text } }: FoundChunk): string {
	const under = [title, ...headingPath.filter((heading) => heading !== title)].join(' › ');
	return `${under}\n${text}`;
}

function isScore(score: number): boolean {
	return score >= 0 && score <= 1;
}

function late({ id }: Reranker, timeoutMs: number): TroupeError {
	return new TroupeError({ code: 'MODEL_TIMEOUT', message: `The reranker ${id} gave no scores within ${timeoutMs} ms.`, retryable: true });
}

function malformed({ id }: Reranker, expected: number, actual: number): TroupeError {
	return new TroupeError({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: `The reranker ${id} was to give ${expected} scores from 0 to 1, and gave ${actual === expected ? 'others' : actual}.`,
		details: { expected, actual },
	});
}
