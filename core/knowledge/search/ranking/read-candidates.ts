import type { KnownChunk, Reranker } from '../../../ports';
import { rankChunks, type Ranking, type RankParts } from './rank-chunks';
import { scoresOf } from './score-ranking';
import type { CheckedRequest, RankedPlace } from '../search-request';

/** With a reranker, more chunks are read. */
interface CandidateParts extends RankParts {
	reranker?: Reranker;
}

export interface FoundChunk {
	chunk: KnownChunk;
	score: number;
	/** Set if a reranker judged it. */
	rerank?: RankedPlace;
}

/** With diversity, this many times the requested hits are read. */
const choice = 5;
/** With a reranker: the min number, the factor for the requested hits, and the max number. Chunks further down would not score well either. */
const judged = { least: 30, times: 3, most: 100 } as const;

/**
 * Reads the best chunks of a ranking, from which the hits are selected. If a document changed in between, ranks again once, since its new chunks can
 * be as good; a chunk that is missing again is left out.
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
