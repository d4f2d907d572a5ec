import { isOneOf } from '../database/is-one-of';
import type { RankedChunk } from '../../../core/ports/knowledge/knowledge-store';
import type { Connection } from '../database/knowledge-tables';
import type { NearChunk } from './vector-index';
import { slices } from '../database/word-rows';

const rowsAtOnce = 500;

/** By score, then by id: the same order on every store. */
export async function bestNamed(connection: Connection, generation: number, matches: NearChunk[], limit: number): Promise<RankedChunk[]> {
	const sorted = matches.sort((a, b) => b.score - a.score);
	// Includes ties with the last one: their ids decide.
	const minScore = sorted[limit - 1]?.score ?? -Infinity;
	const named = await nameChunks(connection, generation, limit < 1 ? [] : sorted.filter(({ score }) => score >= minScore));
	return named.sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1)).slice(0, limit);
}

async function nameChunks(connection: Connection, generation: number, matches: NearChunk[]): Promise<RankedChunk[]> {
	const scores = new Map(matches.map(({ number, score }) => [number, score]));
	const named: RankedChunk[] = [];
	for (const some of slices([...scores.keys()], rowsAtOnce)) {
		const rows = await connection
			.selectFrom('knowledge_chunks')
			.select(['number', 'id'])
			.where('generation', '=', generation)
			.where(isOneOf(connection, 'number', some))
			.execute();
		for (const { number, id } of rows) named.push({ chunkId: id, score: scores.get(number)! });
	}
	return named;
}
