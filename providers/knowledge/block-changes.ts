import { blockSize } from '../../core/knowledge/lexical/postings';
import type { GenerationIndex } from './generation-index';
import { signWords, writeSigns } from './signs';
import type { Connection } from './tables';

/** What a change does to the blocks of a generation: chunks get numbers, and their places become free. */
export class BlockChanges {
	#lengths: Uint32Array;
	readonly #signs = new Map<number, Uint32Array>();
	readonly #changed = new Set<number>();
	#free?: Array<{ start: number; size: number }>;

	/** @param dimensions of the vectors whose signs are kept; 0 for none */
	constructor(
		private readonly index: GenerationIndex,
		private readonly dimensions: number,
	) {
		this.#lengths = index.lengths.slice();
	}

	/** The first of so many numbers in a row: where others went if they fit there, so that a collection that changes does not grow. */
	allocate(count: number): number {
		this.#free ??= freeRuns(this.#lengths);
		const room = this.#free.find(({ size }) => size >= count)!;
		const { start } = room;
		room.start += count;
		room.size -= count;
		while (this.#lengths.length < start + count) {
			const longer = new Uint32Array(this.#lengths.length + blockSize);
			longer.set(this.#lengths);
			this.#lengths = longer;
		}
		return start;
	}

	set(number: number, words: number, vector: Float32Array | undefined): void {
		this.#lengths[number] = words + 1;
		this.#changed.add(Math.floor(number / blockSize));
		if (vector && this.dimensions > 0) writeSigns(vector, this.#signsOf(number), this.#signPlace(number));
	}

	clear(from: number, to: number): void {
		this.#free = undefined;
		for (let number = from; number < to; number++) {
			this.#lengths[number] = 0;
			this.#changed.add(Math.floor(number / blockSize));
			const place = this.#signPlace(number);
			if (this.dimensions > 0) this.#signsOf(number).fill(0, place, place + signWords(this.dimensions));
		}
	}

	async write(connection: Connection, revision: number): Promise<void> {
		const { generation } = this.index;
		for (const block of this.#changed) {
			const lengths = this.#lengths.slice(block * blockSize, (block + 1) * blockSize);
			const where = { generation, block };
			if (lengths.every((length) => length === 0)) {
				await connection.deleteFrom('knowledge_blocks').where('generation', '=', generation).where('block', '=', block).execute();
				continue;
			}
			const signs = this.#signs.get(block) ?? this.index.blocks.get(block)?.signs;
			const row = { revision, lengths: bytesOf(lengths), signs: signs ? bytesOf(signs) : null };
			await connection
				.insertInto('knowledge_blocks')
				.values({ ...where, ...row })
				.onConflict((conflict) => conflict.columns(['generation', 'block']).doUpdateSet(row))
				.execute();
		}
	}

	#signsOf(number: number): Uint32Array {
		const block = Math.floor(number / blockSize);
		let signs = this.#signs.get(block);
		if (!signs) {
			signs = this.index.blocks.get(block)?.signs?.slice() ?? new Uint32Array(blockSize * signWords(this.dimensions));
			this.#signs.set(block, signs);
		}
		return signs;
	}

	#signPlace(number: number): number {
		return (number % blockSize) * signWords(this.dimensions);
	}
}

/** In order; the last has no end. */
function freeRuns(lengths: Uint32Array): Array<{ start: number; size: number }> {
	const runs: Array<{ start: number; size: number }> = [];
	let start = 0;
	for (let number = 0; number < lengths.length; number++) {
		if (lengths[number] === 0) continue;
		if (number > start) runs.push({ start, size: number - start });
		start = number + 1;
	}
	return [...runs, { start, size: Infinity }];
}

function bytesOf(numbers: Uint32Array): Uint8Array {
	return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
