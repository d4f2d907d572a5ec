import { sql } from 'kysely';
import { dot, EmbeddedVectors, memoryBytes, type VectorColumn } from './embedded-vectors';
import type { GenerationIndex } from './generation-index';
import { isOneOf } from '../database/is-one-of';
import type { VectorRows, VectorRowsSearch } from './own-vectors';
import type { Connection } from '../database/knowledge-tables';
import type { NearChunk } from './vector-index';

/** Additional candidates: pgvector's single precision can change the order of the last ones. */
const spare = 50;
/** Searches on the server before a process gradually loads the vectors itself. */
const askedOfServer = 2;
/** Max blocks of 4,096 vectors loaded in one search. */
const blocksAtOnce = 2;

const written = (vector: Float32Array) => sql<Uint8Array>`${`[${vector.join(',')}]`}`;

const ofPgvector: VectorColumn = {
	written,
	sent: sql<Uint8Array>`vector_send(${sql.ref('vector')})`,
	read: readSent,
};

/** Searches all vectors, on the server or rounded in memory as in the embedded store. The result is the same; no approximate index misses any. */
export class PgvectorVectors implements VectorRows {
	/** Max of pgvector's type; its indexes have a lower one. */
	readonly maxDimensions = 16_000;
	readonly #asked = new Map<number, number>();
	readonly #memory: EmbeddedVectors;
	/** One search at a time uses the memory. */
	#turn: Promise<unknown> = Promise.resolve();

	constructor(private readonly maxBytes = memoryBytes) {
		this.#memory = new EmbeddedVectors(maxBytes, ofPgvector);
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
		// Vectors that do not fit would be read again for each search.
		const fits = index.lengths.length * search.vector.length < this.maxBytes;
		if (asked <= askedOfServer || !fits) return searchServer(connection, index, search);
		const turn = this.#turn.then(async () => {
			const isWhole = await this.#memory.freshen(connection, index, search.vector.length, blocksAtOnce);
			return isWhole ? this.#memory.nearest(connection, index, search) : undefined;
		});
		this.#turn = turn.catch(() => undefined);
		return (await turn) ?? searchServer(connection, index, search);
	}
}

async function searchServer(
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
		.orderBy(sql`${sql.ref('vector')} <#> ${written(vector)}`)
		.fetch(limit + spare, 'with ties')
		.execute();
	return near.map(({ number, sent }) => ({ number, score: dot(vector, readSent(sent)) }));
}

/** pgvector's binary format: two 16-bit numbers, the first the dimensions, then floats, big-endian. */
function readSent(bytes: Uint8Array): Float32Array {
	const floats = new Uint8Array(bytes.subarray(4));
	Buffer.from(floats.buffer).swap32();
	return new Float32Array(floats.buffer);
}
