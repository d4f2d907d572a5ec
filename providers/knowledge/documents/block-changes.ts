import { blockSize } from '../../../core/words/postings';
import type { GenerationIndex } from '../vectors/generation-index';
import type { Connection } from '../database/knowledge-tables';

export class BlockChanges {
	#lengths: Uint32Array;
	readonly #changed = new Set<number>();
	#free?: Array<{ start: number; size: number }>;

	constructor(private readonly index: GenerationIndex) {
		this.#lengths = index.lengths.slice();
	}

	/** Returns the first of consecutive numbers. Freed numbers are reused, so that collections do not grow. */
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

	set(number: number, words: number): void {
		this.#lengths[number] = words + 1;
		this.#changed.add(Math.floor(number / blockSize));
	}

	clear(from: number, to: number): void {
		this.#free = undefined;
		for (let number = from; number < to; number++) {
			this.#lengths[number] = 0;
			this.#changed.add(Math.floor(number / blockSize));
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
			const row = { revision, lengths: toBytes(lengths) };
			await connection
				.insertInto('knowledge_blocks')
				.values({ ...where, ...row })
				.onConflict((conflict) => conflict.columns(['generation', 'block']).doUpdateSet(row))
				.execute();
		}
	}
}

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

function toBytes(numbers: Uint32Array): Uint8Array {
	return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
