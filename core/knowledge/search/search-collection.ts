import type { Collection, Embedder, RankedChunk } from '../../ports';
import { chooseChunks } from './choose-chunks';
import { rankChunks, throwIfCancelled, type Ranking } from './rank-chunks';
import { checkRequest, type RankedPlace, type SearchHit, type SearchRequest, type SearchResult } from './search-request';
import { widenPassages } from './widen-passages';

export interface SearchParts {
	collection: Collection;
	/** Of the model that the collection is stamped with; absent: by words alone. */
	embedder?: Embedder;
}

/**
 * Finds the passages of a collection that answer a question.
 * @throws TroupeError INPUT_INVALID and INPUT_TOO_LARGE for the request, MODEL_* of the embedder, CANCELLED; KNOWLEDGE_STAMP_DIFFERS for another model's
 * embedder, and where a re-embedding took the collection's place since it was found: find it again
 */
export async function searchCollection(request: SearchRequest, parts: SearchParts, signal: AbortSignal): Promise<SearchResult> {
	const checked = checkRequest(request);
	const { collection } = parts;
	throwIfCancelled(signal);
	let ranking = await rankChunks(checked, parts, signal);
	let choice = await chooseChunks(ranking, checked, collection);
	if (choice.gone) {
		// A document was changed in between, and its new chunks may be as good. What is gone a second time is left out.
		ranking = await rankChunks(checked, parts, signal);
		choice = await chooseChunks(ranking, checked, collection);
	}
	throwIfCancelled(signal);
	const { chosen } = choice;
	const chunks = chosen.map(({ chunk }) => chunk);
	const passages = await widenPassages(chunks, checked.neighbours, collection);
	const placesOf = placeFinder(ranking);
	const hits = chosen.map(({ chunk, score }, index): SearchHit => {
		const { id: chunkId, documentId, title, headingPath, source, metadata } = chunk;
		const { text, start, end, page } = passages[index]!;
		const where = { text, start, end, ...(page !== undefined && { page }) };
		return {
			documentId,
			chunkId,
			score,
			...where,
			title,
			headingPath,
			...(source !== undefined && { source }),
			metadata,
			scores: placesOf(chunkId),
		};
	});
	const { mode, fellBack } = ranking;
	return { mode, ...(fellBack && { fellBack }), hits };
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
