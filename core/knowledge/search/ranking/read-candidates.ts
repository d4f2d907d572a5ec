import type { StoredChunk } from '../../../ports/knowledge/stored-documents';
import { mayFind } from '../../../ports/knowledge/readers';
import type { Reranker } from '../../../ports/models/rerankers';
import { rankChunks, type Ranking, type RankParts } from './rank-chunks';
import type { CheckedRequest, RankedPlace } from '../search-request';

interface CandidateParts extends RankParts {
	reranker?: Reranker;
}

export interface Candidate {
	chunk: StoredChunk;
	score: number;
	rerank?: RankedPlace;
}

/** Factor for the requested hits, with diversity. */
const choice = 5;
/** With a reranker: min, factor for the requested hits, and max. Lower chunks would not score well either. */
const rerankDepth = { least: 30, times: 3, most: 100 } as const;

/** If a document changed in between, ranks again once; then leaves out missing chunks. */
export async function readCandidates(
	request: CheckedRequest,
	parts: CandidateParts,
	signal: AbortSignal,
): Promise<{ ranking: Ranking; candidates: Candidate[] }> {
	const depth = chooseDepth(request, parts);
	const first = await rankAndRead(request, parts, depth, signal);
	return first.areMissing ? rankAndRead(request, parts, depth, signal) : first;
}

async function rankAndRead(request: CheckedRequest, parts: CandidateParts, depth: number, signal: AbortSignal) {
	const ranking = await rankChunks(request, parts, signal);
	const ids = ranking.ranked.slice(0, depth).map(({ chunkId }) => chunkId);
	const chunks = (await parts.collection.chunks(ids)).filter(({ metadata }) => mayFind(metadata, request.asker, Date.now()));
	const scores = toScores(ranking);
	const scoreByChunk = new Map(ranking.ranked.map(({ chunkId }, place) => [chunkId, scores[place]!]));
	const candidates = chunks.map((chunk) => ({ chunk, score: scoreByChunk.get(chunk.id)! }));
	return { ranking, candidates, areMissing: chunks.length < ids.length };
}

function chooseDepth({ top, diversity }: CheckedRequest, { reranker }: CandidateParts): number {
	if (reranker) return Math.min(rerankDepth.most, Math.max(rerankDepth.least, rerankDepth.times * top));
	return diversity > 0 ? choice * top : top;
}

/** From 0 to 1, in the order of the ranking; see search-request.ts. */
function toScores({ ranked }: Pick<Ranking, 'ranked'>): number[] {
	return ranked.map(({ score }) => Math.min(1, Math.max(0, score)));
}
