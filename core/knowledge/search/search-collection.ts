import type { RankedChunk } from '../../ports/knowledge/knowledge-store';
import { chooseChunks } from './ranking/choose-chunks';
import { throwIfSearchCancelled, type Ranking, type RankParts } from './ranking/rank-chunks';
import { type Candidate, readCandidates } from './ranking/read-candidates';
import { rerankCandidates, type RerankParts } from './ranking/rerank-candidates';
import { checkRequest, type RankedPlace, type SearchHit, type SearchRequest, type SearchResult } from './search-request';
import { findBestPage } from './passages/cited-pages';
import type { WidePassage } from './passages/passage-pages';
import { widenPassages } from './passages/widen-passages';

export interface SearchParts extends RankParts, RerankParts {}

/**
 * Ranks chunks, reranks the best if there is a reranker, selects among them, and widens these by neighbours. @throws TroupeError INPUT_INVALID and
 * INPUT_TOO_LARGE for the request, MODEL_* of the embedder, CANCELLED; KNOWLEDGE_STAMP_DIFFERS for another model's embedder, and if a re-embedding
 * replaced the collection: searchByName finds it again
 */
export async function searchCollection(request: SearchRequest, parts: SearchParts, signal: AbortSignal): Promise<SearchResult> {
	const checked = checkRequest(request);
	const { collection } = parts;
	throwIfSearchCancelled(signal);
	const { ranking, candidates } = await readCandidates(checked, parts, signal);
	const { candidates: reranking, ...reranked } = await rerankCandidates(candidates, checked, parts, signal);
	const chosen = await chooseChunks(reranking, checked, collection);
	throwIfSearchCancelled(signal);
	const chunks = chosen.map(({ chunk }) => chunk);
	const passages = await widenPassages(chunks, checked, collection);
	const toPlaces = placeFinder(ranking);
	const { mode, fellBack } = ranking;
	const hits = chosen.map((one, index) => toHit(one, locate(passages[index]!, checked.question), toPlaces));
	return { mode, ...(fellBack && { fellBack }), ...reranked, hits };
}

type Where = Pick<SearchHit, 'text' | 'start' | 'end' | 'page' | 'pageTo' | 'bestPage' | 'pages'>;

function locate({ text, start, end, page, pages }: WidePassage, question: string): Where {
	const where = { text, start, end, ...(page !== undefined && { page }) };
	if (!pages) return where;
	const best = findBestPage(question, { ...where, pages });
	return { ...where, pageTo: pages.at(-1)!.number, ...(best !== undefined && { bestPage: best }), pages };
}

function toHit({ chunk, score, rerank }: Candidate, where: Where, placesOf: (chunkId: string) => SearchHit['scores']): SearchHit {
	const { id: chunkId, documentId, title, headingPath, source, origin, metadata } = chunk;
	const what = { title, headingPath, ...(source !== undefined && { source }), ...(origin !== undefined && { origin }), metadata };
	return { documentId, chunkId, score, ...where, ...what, scores: { ...placesOf(chunkId), ...(rerank && { rerank }) } };
}

function placeFinder({ lexical, dense }: Ranking): (chunkId: string) => SearchHit['scores'] {
	const [byWords, byVector] = [places(lexical), places(dense)];
	return (chunkId) => {
		const [words, vector] = [byWords.get(chunkId), byVector.get(chunkId)];
		return { ...(words && { lexical: words }), ...(vector && { dense: vector }) };
	};
}

function places(chunks: RankedChunk[]): Map<string, RankedPlace> {
	return new Map(chunks.map(({ chunkId, score }, place) => [chunkId, { rank: place + 1, score }]));
}
