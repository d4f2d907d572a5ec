import { bestNamed } from './best-named';
import type { GenerationIndex } from './generation-index';
import { isOneOf } from '../database/is-one-of';
import type { Connection } from '../database/knowledge-tables';
import type { NearChunk, Seen, VectorIndex, VectorSearch } from './vector-index';
import { slices } from '../database/word-rows';

const rowsAtOnce = 500;

export interface VectorRows {
	readonly maxDimensions?: number;
	add(connection: Connection, generation: number, first: number, vectors: Float32Array[]): Promise<void>;
	/** `to` is exclusive. */
	remove(connection: Connection, generation: number, from: number, to: number): Promise<void>;
	forget(generation: number): void;
	read(connection: Connection, generation: number, numbers: number[]): Promise<Map<number, Float32Array>>;
	/** Unordered; at least the nearest `limit` with all ties of the last. */
	nearest(connection: Connection, index: GenerationIndex, search: VectorRowsSearch): Promise<NearChunk[]>;
}

export interface VectorRowsSearch extends VectorSearch, Pick<Seen, 'fits' | 'filtered'> {}

export function ownVectors(rows: VectorRows): VectorIndex {
	return {
		place: 'own',
		...(rows.maxDimensions !== undefined && { maxDimensions: rows.maxDimensions }),
		deliver: () =>
			Promise.resolve({
				keep: async (connection, generation, { vectors = [] }, first) => {
					if (vectors.length > 0) await rows.add(connection, generation, first, vectors);
				},
				end: () => Promise.resolve(),
			}),
		remove: (connection, generation, { first_chunk: first, chunks }) => rows.remove(connection, generation, first, first + chunks),
		forget: (generation) => rows.forget(generation),
		read: (look, ids) =>
			look(async ({ connection, index: { generation } }) => {
				const byId = new Map<string, Float32Array>();
				for (const some of slices(ids, rowsAtOnce)) {
					const chunks = await connection
						.selectFrom('knowledge_chunks')
						.select(['id', 'number'])
						.where('generation', '=', generation)
						.where(isOneOf(connection, 'id', some))
						.execute();
					const numbers = chunks.map(({ number }) => number);
					const vectors = await rows.read(connection, generation, numbers);
					for (const { id, number } of chunks) if (vectors.has(number)) byId.set(id, vectors.get(number)!);
				}
				return byId;
			}),
		nearest: (look, search) =>
			look(async ({ connection, index, ...which }) =>
				bestNamed(connection, index.generation, await rows.nearest(connection, index, { ...search, ...which }), search.limit),
			),
		settle: () => Promise.resolve(),
	};
}
