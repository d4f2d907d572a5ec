import { sql } from 'kysely';
import { dot } from './embedded-vectors';
import { isOneOf } from './is-one-of';
import type { Connection, VectorRow } from './tables';
import type { VectorRows } from './own-vectors';
import { slices } from './word-rows';

const rowsAtOnce = 200;
/** Candidates beyond what is wanted: pgvector reckons in single precision, and the last of them may stand in another order. */
const spare = 50;

/**
 * Vectors in PostgreSQL by pgvector: it looks at each of them and tells the nearest, and these are reckoned again as on every other store.
 * An approximate index (HNSW) would be faster above some hundred thousand, and miss some, more of them behind a filter.
 */
export const pgvectorVectors: VectorRows = {
	async add(connection, generation, first, vectors) {
		const rows = vectors.map((vector, index) => ({
			generation,
			number: first + index,
			vector: sql<Uint8Array>`${written(vector)}::vector`,
		}));
		for (const some of slices(rows, rowsAtOnce)) await connection.insertInto('knowledge_vectors').values(some).execute();
	},
	async remove(connection, generation, from, to) {
		await connection
			.deleteFrom('knowledge_vectors')
			.where('generation', '=', generation)
			.where('number', '>=', from)
			.where('number', '<', to)
			.execute();
	},
	forget: () => undefined,
	async read(connection, generation, numbers) {
		if (numbers.length === 0) return new Map();
		return byNumber(
			await vectorsOf(connection, generation)
				.where(isOneOf(connection, 'number', numbers))
				.execute(),
		);
	},
	async nearest(connection, { generation, lengths }, { vector, limit, fits, filtered }) {
		let rows = vectorsOf(connection, generation);
		if (filtered) rows = rows.where(isOneOf(connection, 'number', [...lengths.keys()].filter(fits)));
		const near = await rows
			.orderBy(sql`${sql.ref('vector')} <#> ${written(vector)}::vector`)
			.fetch(limit + spare, 'with ties')
			.execute();
		return [...byNumber(near)].map(([number, one]) => ({ number, score: dot(vector, one) }));
	},
};

function vectorsOf(connection: Connection, generation: number) {
	const sent = sql<Uint8Array>`vector_send(${sql.ref('vector')})`.as('sent');
	return connection.selectFrom('knowledge_vectors').select(['number', sent]).where('generation', '=', generation);
}

function byNumber(rows: Array<Pick<VectorRow, 'number'> & { sent: Uint8Array }>): Map<number, Float32Array> {
	return new Map(rows.map(({ number, sent }) => [number, readSent(sent)]));
}

const written = (vector: Float32Array) => `[${vector.join(',')}]`;

/** The binary form of pgvector: two numbers of 16 bits, the first of them the dimensions, then floats, the most significant byte first. */
function readSent(bytes: Uint8Array): Float32Array {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return Float32Array.from({ length: view.getUint16(0) }, (_, index) => view.getFloat32(4 + 4 * index));
}
