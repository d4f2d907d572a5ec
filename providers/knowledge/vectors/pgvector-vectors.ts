import { sql } from 'kysely';
import { dot, EmbeddedVectors, memoryBytes, type VectorColumn } from './embedded-vectors';
import type { GenerationIndex } from './generation-index';
import { isOneOf } from '../database/is-one-of';
import type { VectorRows, VectorRowsSearch } from './own-vectors';
import type { Connection } from '../database/knowledge-tables';
import type { NearChunk } from './vector-index';

/** Candidates beyond what is wanted: pgvector reckons in single precision, and the last of them may stand in another order. */
const spare = 50;
/** So many searches of a generation are the server's alone; a process that goes on asking reads its vectors bit by bit, to look at them itself. */
const askedOfServer = 2;
/** Of 4,096 vectors each, in one search. */
const blocksAtOnce = 2;

const written = (vector: Float32Array) => `[${vector.join(',')}]`;

const ofPgvector: VectorColumn = {
	written: (vector) => sql<Uint8Array>`${written(vector)}::vector`,
	sent: sql<Uint8Array>`vector_send(${sql.ref('vector')})`,
	read: readSent,
};

/**
 * Vectors in PostgreSQL by pgvector, of any number of dimensions. All of them are looked at, by the server or rounded in this process's memory
 * as the embedded store does: the result is the same, and no approximate index misses any (docs/decisions/knowledge/0084).
 */
export class PgvectorVectors implements VectorRows {
	/** Of pgvector's type; only its indexes stop earlier. */
	readonly mostDimensions = 16_000;
	readonly #asked = new Map<number, number>();
	readonly #memory: EmbeddedVectors;
	/** The memory is one search's at a time. */
	#turn: Promise<unknown> = Promise.resolve();

	constructor(private readonly most = memoryBytes) {
		this.#memory = new EmbeddedVectors(most, ofPgvector);
	}

	add(connection: Connection, generation: number, first: number, vectors: Float32Array[]): Promise<void> {
		return this.#memory.add(connection, generation, first, vectors);
	}

	remove(connection: Connection, generation: number, from: number, to: number): Promise<void> {
		return this.#memory.remove(connection, generation, from, to);
	}

	forget(generation: number): void {
		this.#asked.delete(generation);
		this.#memory.forget(generation);
	}

	read(connection: Connection, generation: number, numbers: number[]): Promise<Map<number, Float32Array>> {
		return this.#memory.read(connection, generation, numbers);
	}

	async nearest(connection: Connection, index: GenerationIndex, search: VectorRowsSearch): Promise<NearChunk[]> {
		const asked = (this.#asked.get(index.generation) ?? 0) + 1;
		this.#asked.set(index.generation, asked);
		// What does not fit into memory would be read anew for each search.
		const fits = index.lengths.length * search.vector.length < this.most;
		if (asked <= askedOfServer || !fits) return nearestOfServer(connection, index, search);
		const turn = this.#turn.then(async () => {
			const isWhole = await this.#memory.freshen(connection, index, search.vector.length, blocksAtOnce);
			return isWhole ? this.#memory.nearest(connection, index, search) : undefined;
		});
		this.#turn = turn.catch(() => undefined);
		return (await turn) ?? nearestOfServer(connection, index, search);
	}
}

async function nearestOfServer(
	connection: Connection,
	{ generation, lengths }: GenerationIndex,
	{ vector, limit, fits, filtered }: VectorRowsSearch,
): Promise<NearChunk[]> {
	let rows = connection
		.selectFrom('knowledge_vectors')
		.select(['number', ofPgvector.sent.as('sent')])
		.where('generation', '=', generation);
	if (filtered) rows = rows.where(isOneOf(connection, 'number', [...lengths.keys()].filter(fits)));
	const near = await rows
		.orderBy(sql`${sql.ref('vector')} <#> ${written(vector)}::vector`)
		.fetch(limit + spare, 'with ties')
		.execute();
	return near.map(({ number, sent }) => ({ number, score: dot(vector, readSent(sent)) }));
}

/** The binary form of pgvector: two numbers of 16 bits, the first of them the dimensions, then floats, the most significant byte first. */
function readSent(bytes: Uint8Array): Float32Array {
	const floats = new Uint8Array(bytes.subarray(4));
	Buffer.from(floats.buffer).swap32();
	return new Float32Array(floats.buffer);
}
