import type { Collection } from '../../../ports/knowledge/knowledge-store';
import type { StoredChunk } from '../../../ports/knowledge/stored-documents';
import { extractContentWords } from '../../../words/terms';
import { diversify, compareVectors, compareWords } from './diversify';
import type { Candidate } from './read-candidates';
import type { CheckedRequest } from '../search-request';

export async function chooseChunks(
	candidates: Candidate[],
	{ top, diversity }: CheckedRequest,
	collection: Collection,
): Promise<Candidate[]> {
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
