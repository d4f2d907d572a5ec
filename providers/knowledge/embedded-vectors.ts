import { setImmediate as letOthers } from 'node:timers/promises';
import { blockSize } from '../../core/knowledge/lexical/postings';
import { isOneOf } from './is-one-of';
import type { GenerationIndex } from './generation-index';
import { countDifferences, signWords, writeSigns } from './signs';
import type { Connection } from './tables';
import type { NearChunk, VectorIndex, VectorSearch } from './vector-index';
import { slices } from './word-rows';

/** How many are looked at exactly: that many, or so many times the wanted ones. docs/decisions/0079 has what it misses. */
const leastExact = 600;
const exactForEach = 8;
const blocksAtOnce = 16;
const rowsAtOnce = 500;

/** Vectors in the catalogue's own database: signs in memory find who is near, the vectors themselves decide. */
export const embeddedVectors: VectorIndex = {
	usesSigns: true,
	async add(connection, generation, first, vectors) {
		const rows = vectors.map((vector, index) => ({ generation, number: first + index, vector: toBytes(vector) }));
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
	async erase(connection, generation) {
		await connection.deleteFrom('knowledge_vectors').where('generation', '=', generation).execute();
	},
	read: readVectors,
	async nearest(connection, index, search) {
		const candidates = await findCandidates(index, search);
		const found: NearChunk[] = [];
		for (const some of slices(candidates, rowsAtOnce))
			for (const [number, vector] of await readVectors(connection, index.generation, some))
				found.push({ number, score: dot(search.vector, vector) });
		return found;
	},
};

/** Those whose signs differ least from the wanted ones, all that differ in equally many among them. */
async function findCandidates(index: GenerationIndex, { vector, limit, fits }: VectorSearch): Promise<number[]> {
	const wanted = new Uint32Array(signWords(vector.length));
	writeSigns(vector, wanted, 0);
	const differences = new Uint16Array(index.lengths.length);
	let done = 0;
	for (const [block, { signs }] of index.blocks) {
		if (signs) countDifferences(signs, wanted, differences, block * blockSize);
		if (++done % blocksAtOnce === 0) await letOthers();
	}
	const having = new Uint32Array(vector.length + 1);
	for (let number = 0; number < differences.length; number++)
		if (index.lengths[number]! > 0 && fits(number)) having[differences[number]!]!++;
	const enough = Math.max(leastExact, limit * exactForEach);
	let most = 0;
	for (let count = having[0]!; most < vector.length && count < enough;) count += having[++most]!;
	const candidates: number[] = [];
	for (let number = 0; number < differences.length; number++)
		if (differences[number]! <= most && index.lengths[number]! > 0 && fits(number)) candidates.push(number);
	return candidates;
}

async function readVectors(connection: Connection, generation: number, numbers: number[]): Promise<Map<number, Float32Array>> {
	if (numbers.length === 0) return new Map();
	const rows = await connection
		.selectFrom('knowledge_vectors')
		.select(['number', 'vector'])
		.where('generation', '=', generation)
		.where(isOneOf(connection, 'number', numbers))
		.execute();
	return new Map(rows.map(({ number, vector }) => [number, fromBytes(vector)]));
}

/** In double precision: equal everywhere for equal vectors. */
export function dot(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let part = 0; part < a.length; part++) sum += a[part]! * b[part]!;
	return sum;
}

export function toBytes(vector: Float32Array): Uint8Array {
	return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** In place where they begin at a whole number, else copied. */
export function fromBytes(bytes: Uint8Array): Float32Array {
	if (bytes.byteOffset % 4 === 0) return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
	return new Float32Array(Uint8Array.from(bytes).buffer);
}
