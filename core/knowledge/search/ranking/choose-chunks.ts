import type { Collection, KnownChunk } from '../../../ports';
import { contentWords } from '../../../words/terms';
import { diversify, vectorLikeness, wordLikeness } from './diversify';
import type { FoundChunk } from './read-candidates';
import type { CheckedRequest } from '../search-request';

/** Selects the requested number of candidates: the best, or those that are good and different from each other. */
export async function chooseChunks(found: FoundChunk[], { top, diversity }: CheckedRequest, collection: Collection): Promise<FoundChunk[]> {
	if (diversity === 0) return found.slice(0, top);
	const likeness = await likenessOf(
		found.map(({ chunk }) => chunk),
		collection,
	);
	const taken = diversify(
		found.map(({ score }) => score),
		top,
		diversity,
		likeness,
	);
	return taken.map((index) => found[index]!);
}

async function likenessOf(chunks: KnownChunk[], collection: Collection): Promise<(a: number, b: number) => number> {
	const vectors = await collection.vectors(chunks.map(({ id }) => id));
	if (vectors.every((vector) => vector !== undefined)) return (a, b) => vectorLikeness(vectors[a]!, vectors[b]!);
	const words = chunks.map(({ text }) => new Set(contentWords(text)));
	return (a, b) => wordLikeness(words[a]!, words[b]!);
}
