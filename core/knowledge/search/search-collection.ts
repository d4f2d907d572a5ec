import type { PageSpan } from '../../ports/knowledge/document-reader';
import type { Collection, RankedChunk } from '../../ports/knowledge/knowledge-store';
import type { Asker } from '../../ports/knowledge/readers';
import { mayFind } from '../../ports/knowledge/readers';
import type { StoredChunk } from '../../ports/knowledge/stored-documents';
import { extractContentWords } from '../../words/terms';
import { addPages } from './passages/passage-pages';
import { compareVectors, compareWords, diversify } from './ranking/diversify';
import { throwIfSearchCancelled, type Ranking, type RankParts } from './ranking/rank-chunks';
import { type Candidate, readCandidates } from './ranking/read-candidates';
import { rerankCandidates, type RerankParts } from './ranking/rerank-candidates';
import { checkRequest, type RankedPlace, type SearchHit, type SearchRequest, type SearchResult } from './search-request';
import { findBestPage } from './passages/cited-pages';
import type { WidePassage } from './passages/passage-pages';
import type { CheckedRequest } from './search-request';

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
	const byWords = places(lexical);
	const byVector = places(dense);
	return (chunkId) => {
		const words = byWords.get(chunkId);
		const vector = byVector.get(chunkId);
		return { ...(words && { lexical: words }), ...(vector && { dense: vector }) };
	};
}

function places(chunks: RankedChunk[]): Map<string, RankedPlace> {
	return new Map(chunks.map(({ chunkId, score }, place) => [chunkId, { rank: place + 1, score }]));
}

async function chooseChunks(candidates: Candidate[], { top, diversity }: CheckedRequest, collection: Collection): Promise<Candidate[]> {
	if (diversity === 0) return candidates.slice(0, top);
	const likeness = await createLikeness(
		candidates.map(({ chunk }) => chunk),
		collection,
	);
	const taken = diversify(
		candidates.map(({ score }) => score),
		top,
		diversity,
		likeness,
	);
	return taken.map((index) => candidates[index]!);
}

async function createLikeness(chunks: StoredChunk[], collection: Collection): Promise<(a: number, b: number) => number> {
	const vectors = await collection.vectors(chunks.map(({ id }) => id));
	if (vectors.every((vector) => vector !== undefined)) return (a, b) => compareVectors(vectors[a]!, vectors[b]!);
	const words = chunks.map(({ text }) => new Set(extractContentWords(text)));
	return (a, b) => compareWords(words[a]!, words[b]!);
}

/** By up to this many neighbours on each side, without chunks or neighbours of a better one. @param chunks best first */
async function widenPassages(
	chunks: StoredChunk[],
	{ neighbours, asker }: { neighbours: number; asker: Asker },
	collection: Collection,
): Promise<WidePassage[]> {
	const passages = neighbours === 0 ? chunks : await widen(chunks, { neighbours, asker }, collection);
	const paged = new Set(chunks.filter(({ page }) => page !== undefined).map(({ documentId }) => documentId));
	const pages = new Map<string, PageSpan[] | undefined>();
	for (const documentId of paged) pages.set(documentId, await collection.pages(documentId));
	return passages.map((passage, index) => addPages(passage, pages.get(chunks[index]!.documentId)));
}

async function widen(
	chunks: StoredChunk[],
	{ neighbours, asker }: { neighbours: number; asker: Asker },
	collection: Collection,
): Promise<WidePassage[]> {
	const texts = new Map<string, string | undefined>();
	const taken = new Set(chunks.map(({ id }) => id));
	const passages: WidePassage[] = [];
	for (const chunk of chunks) {
		const { documentId, ordinal } = chunk;
		if (!texts.has(documentId)) texts.set(documentId, await collection.text(documentId));
		const text = texts.get(documentId);
		const around = await collection.neighbours(documentId, Math.max(0, ordinal - neighbours), ordinal + neighbours);
		// If the document or its readers changed after the search, the chunk stays as it was.
		const isReadable = around.every(({ metadata }) => mayFind(metadata, asker, Date.now()));
		const fits = text !== undefined && isReadable && [chunk, ...around].every((one) => text.slice(one.start, one.end) === one.text);
		passages.push(fits && around.some(({ id }) => id === chunk.id) ? joinNeighbours(chunk, around, taken, text) : chunk);
	}
	return passages;
}

function joinNeighbours(chunk: StoredChunk, around: StoredChunk[], taken: Set<string>, text: string): WidePassage {
	const byOrdinal = new Map(around.map((one) => [one.ordinal, one]));
	const reach = (step: 1 | -1) => {
		let last = chunk;
		for (let next = byOrdinal.get(chunk.ordinal + step); next && !taken.has(next.id); next = byOrdinal.get(last.ordinal + step)) {
			taken.add(next.id);
			last = next;
		}
		return last;
	};
	const first = reach(-1);
	const last = reach(1);
	const start = first.start;
	const end = last.end;
	return { text: text.slice(start, end), start, end, ...(first.page !== undefined && { page: first.page }) };
}
