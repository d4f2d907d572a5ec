import { sql, type RawBuilder } from 'kysely';
import { setImmediate as letOthers } from 'node:timers/promises';
import { bestScores } from '../../../core/words/best-scores';
import { blockSize } from '../../../core/words/postings';
import type { GenerationIndex } from './generation-index';
import { isOneOf } from '../database/is-one-of';
import { RoundedVectors } from './rounded-vectors';
import type { Connection } from '../database/knowledge-tables';
import type { NearChunk } from './vector-index';
import type { VectorRows, VectorRowsSearch } from './own-vectors';
import { slices } from '../database/word-rows';

const blocksAtOnce = 8;
const rowsAtOnce = 500;
/** Max memory for rounded vectors of all collections. The rest is read for each search. */
export const memoryBytes = 512 * 1024 * 1024;

export interface VectorColumn {
	written(vector: Float32Array): Uint8Array | RawBuilder<Uint8Array>;
	sent: RawBuilder<Uint8Array>;
	read(sent: Uint8Array): Float32Array;
}

const ownBytes: VectorColumn = { written: toBytes, sent: sql<Uint8Array>`${sql.ref('vector')}`, read: fromBytes };

/**
 * Rounded vectors in memory find candidates, exact ones decide (docs/decisions/knowledge/0079). Searches run one after the other: there is one
 * reading connection.
 */
export class EmbeddedVectors implements VectorRows {
	readonly #rounded = new Map<number, RoundedVectors>();

	constructor(
		private readonly max = memoryBytes,
		private readonly column: VectorColumn = ownBytes,
	) {}

	async add(connection: Connection, generation: number, first: number, vectors: Float32Array[]): Promise<void> {
		const rows = vectors.map((vector, index) => ({ generation, number: first + index, vector: this.column.written(vector) }));
		for (const some of slices(rows, rowsAtOnce)) await connection.insertInto('knowledge_vectors').values(some).execute();
	}

	async remove(connection: Connection, generation: number, from: number, to: number): Promise<void> {
		await connection
			.deleteFrom('knowledge_vectors')
			.where('generation', '=', generation)
			.where('number', '>=', from)
			.where('number', '<', to)
			.execute();
	}

	forget(generation: number): void {
		this.#rounded.delete(generation);
	}

	async read(connection: Connection, generation: number, numbers: number[]): Promise<Map<number, Float32Array>> {
		return readVectors(connection, this.column, generation, numbers);
	}

	async nearest(connection: Connection, index: GenerationIndex, { vector, limit, fits }: VectorRowsSearch): Promise<NearChunk[]> {
		const scores = new Float64Array(index.lengths.length);
		const doubt = await this.#scan(connection, index, vector, scores);
		const candidates = bestScores(scores, limit, fits, { floor: -Infinity, doubt });
		const matches: NearChunk[] = [];
		for (const some of slices(candidates, rowsAtOnce))
			for (const [number, one] of await readVectors(connection, this.column, index.generation, some))
				matches.push({ number, score: dot(vector, one) });
		return matches;
	}

	/** Reads up to `max` missing or outdated blocks. @returns whether all are up to date */
	async freshen(connection: Connection, index: GenerationIndex, dimensions: number, max: number): Promise<boolean> {
		const rounded = this.#of(index.generation, dimensions);
		rounded.keepOnly(index.blocks);
		const stale = [...index.blocks].filter(([block, { revision }]) => rounded.getRevision(block) !== revision);
		for (const [block, { revision }] of stale.slice(0, max)) {
			rounded.set(block, revision, await readBlock(connection, this.column, index.generation, block));
			await letOthers();
		}
		return stale.length <= max;
	}

	async #scan(connection: Connection, index: GenerationIndex, vector: Float32Array, into: Float64Array): Promise<number> {
		const rounded = this.#of(index.generation, vector.length);
		rounded.keepOnly(index.blocks);
		let doubt = 0;
		let done = 0;
		for (const [block, { revision }] of index.blocks) {
			if (rounded.getRevision(block) === undefined && this.#bytes() >= this.max) rounded.dropLast();
			if (rounded.getRevision(block) !== revision) {
				rounded.set(block, revision, await readBlock(connection, this.column, index.generation, block));
				await letOthers();
			}
			doubt = Math.max(doubt, rounded.scan(block, vector, into));
			if (++done % blocksAtOnce === 0) await letOthers();
		}
		return doubt;
	}

	/** Removes the least recently used first. */
	#of(generation: number, dimensions: number): RoundedVectors {
		const rounded = this.#rounded.get(generation) ?? new RoundedVectors(dimensions);
		this.#rounded.delete(generation);
		for (const oldest of this.#rounded.keys()) if (this.#bytes() + rounded.bytes > this.max) this.#rounded.delete(oldest);
		this.#rounded.set(generation, rounded);
		return rounded;
	}

	#bytes(): number {
		return [...this.#rounded.values()].reduce((sum, { bytes }) => sum + bytes, 0);
	}
}

async function readBlock(
	connection: Connection,
	column: VectorColumn,
	generation: number,
	block: number,
): Promise<Array<[number, Float32Array]>> {
	const rows = await connection
		.selectFrom('knowledge_vectors')
		.select(['number', column.sent.as('sent')])
		.where('generation', '=', generation)
		.where('number', '>=', block * blockSize)
		.where('number', '<', (block + 1) * blockSize)
		.execute();
	return rows.map(({ number, sent }) => [number, column.read(sent)]);
}

async function readVectors(
	connection: Connection,
	column: VectorColumn,
	generation: number,
	numbers: number[],
): Promise<Map<number, Float32Array>> {
	if (numbers.length === 0) return new Map();
	const rows = await connection
		.selectFrom('knowledge_vectors')
		.select(['number', column.sent.as('sent')])
		.where('generation', '=', generation)
		.where(isOneOf(connection, 'number', numbers))
		.execute();
	return new Map(rows.map(({ number, sent }) => [number, column.read(sent)]));
}

/** Double precision: equal vectors have equal scores everywhere. */
export function dot(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let part = 0; part < a.length; part++) sum += a[part]! * b[part]!;
	return sum;
}

function toBytes(vector: Float32Array): Uint8Array {
	return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

function fromBytes(bytes: Uint8Array): Float32Array {
	if (bytes.byteOffset % 4 === 0) return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
	return new Float32Array(Uint8Array.from(bytes).buffer);
}
