import { isOneOf } from '../database/is-one-of';
import type { RankedChunk } from '../../../core/ports';
import type { Connection } from '../database/knowledge-tables';
import type { NearChunk } from './vector-index';
import { slices } from '../database/word-rows';

const rowsAtOnce = 500;

/** The best by score, then by id, which is the same on every store in whatever order the documents came. */
export async function bestNamed(connection: Connection, generation: number, found: NearChunk[], limit: number): Promise<RankedChunk[]> {
	const sorted = found.sort((a, b) => b.score - a.score);
	// Those that are as good as the last one come along: their ids decide.
	const least = sorted[limit - 1]?.score ?? -Infinity;
	const named = await nameChunks(connection, generation, limit < 1 ? [] : sorted.filter(({ score }) => score >= least));
	return named.sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1)).slice(0, limit);
}

async function nameChunks(connection: Connection, generation: number, found: NearChunk[]): Promise<RankedChunk[]> {
	const scores = new Map(found.map(({ number, score }) => [number, score]));
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
