import type { PageSpan } from '../../../ports/knowledge/document-reader';
import type { Collection } from '../../../ports/knowledge/knowledge-store';
import type { StoredChunk } from '../../../ports/knowledge/stored-documents';
import { type Asker, mayFind } from '../../../ports/knowledge/readers';
import { type WidePassage, addPages } from './passage-pages';

/**
 * By up to this many neighbours on each side. Skips neighbours that are chunks or belong to a better one, so that only overlaps repeat. @param chunks
 * best first
 */
export async function widenPassages(
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
	const [first, last] = [reach(-1), reach(1)];
	const [start, end] = [first.start, last.end];
	return { text: text.slice(start, end), start, end, ...(first.page !== undefined && { page: first.page }) };
}
