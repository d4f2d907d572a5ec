import type { KnownChunk, Reranker } from '../../../ports';
import { rankChunks, type Ranking, type RankParts } from './rank-chunks';
import { scoresOf } from './score-ranking';
import type { CheckedRequest, RankedPlace } from '../search-request';

/** Where somebody judges what is found, more is read. */
interface CandidateParts extends RankParts {
	reranker?: Reranker;
}

export interface FoundChunk {
	chunk: KnownChunk;
	score: number;
	/** Where a reranker judged it. */
	rerank?: RankedPlace;
}

/** With diversity, so many times as many as are wanted are looked at. */
const choice = 5;
/** That a reranker judges: at least, so many times as many as are wanted, and at most. What is further down is no hit in its eyes either. */
const judged = { least: 30, times: 3, most: 100 } as const;

/**
 * The best chunks of a ranking, read: as many as hits are chosen from. Where a document was changed in between they are ranked once more, as its
 * new chunks may be as good; what is gone a second time is left out.
 */
export async function readCandidates(
	request: CheckedRequest,
	parts: CandidateParts,
	signal: AbortSignal,
): Promise<{ ranking: Ranking; found: FoundChunk[] }> {
	const depth = depthOf(request, parts);
	const first = await rankAndRead(request, parts, depth, signal);
	return first.gone ? rankAndRead(request, parts, depth, signal) : first;
}

async function rankAndRead(request: CheckedRequest, parts: CandidateParts, depth: number, signal: AbortSignal) {
	const ranking = await rankChunks(request, parts, signal);
	const ids = ranking.ranked.slice(0, depth).map(({ chunkId }) => chunkId);
	const chunks = await parts.collection.chunks(ids);
	const scores = scoresOf(ranking);
	const scoreOf = new Map(ranking.ranked.map(({ chunkId }, place) => [chunkId, scores[place]!]));
	const found = chunks.map((chunk) => ({ chunk, score: scoreOf.get(chunk.id)! }));
	return { ranking, found, gone: chunks.length < ids.length };
}

function depthOf({ top, diversity }: CheckedRequest, { reranker }: CandidateParts): number {
	if (reranker) return Math.min(judged.most, Math.max(judged.least, judged.times * top));
	return diversity > 0 ? choice * top : top;
}
