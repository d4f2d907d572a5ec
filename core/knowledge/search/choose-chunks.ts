import type { Collection, KnownChunk } from '../../ports';
import { contentWords } from '../lexical/terms';
import { diversify, vectorLikeness, wordLikeness } from './diversify';
import type { Ranking } from './rank-chunks';
import { scoresOf } from './score-ranking';
import type { CheckedRequest } from './search-request';

export interface ChosenChunk {
	chunk: KnownChunk;
	score: number;
}

/** With diversity, so many times as many as are wanted are looked at. */
const choice = 5;

/** The best chunks of a ranking, read, and unlike each other where that is wanted. Those that are gone since they were ranked are left out. */
export async function chooseChunks(
	ranking: Ranking,
	{ top, diversity }: CheckedRequest,
	collection: Collection,
): Promise<{ chosen: ChosenChunk[]; gone: boolean }> {
	const ids = ranking.ranked.slice(0, diversity > 0 ? choice * top : top).map(({ chunkId }) => chunkId);
	const chunks = await collection.chunks(ids);
	const scores = scoresOf(ranking, chunks[0]);
	const scoreOf = new Map(ranking.ranked.map(({ chunkId }, place) => [chunkId, scores[place]!]));
	const found = chunks.map((chunk) => ({ chunk, score: scoreOf.get(chunk.id)! }));
	const gone = chunks.length < ids.length;
	if (diversity === 0) return { chosen: found, gone };
	const taken = diversify(
		found.map(({ score }) => score),
		top,
		diversity,
		await likenessOf(chunks, collection),
	);
	return { chosen: taken.map((index) => found[index]!), gone };
}

async function likenessOf(chunks: KnownChunk[], collection: Collection): Promise<(a: number, b: number) => number> {
	const vectors = await collection.vectors(chunks.map(({ id }) => id));
	if (vectors.every((vector) => vector !== undefined)) return (a, b) => vectorLikeness(vectors[a]!, vectors[b]!);
	const words = chunks.map(({ text }) => new Set(contentWords(text)));
	return (a, b) => wordLikeness(words[a]!, words[b]!);
}
