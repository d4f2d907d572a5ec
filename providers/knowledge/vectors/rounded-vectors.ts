import { blockSize } from '../../../core/words/postings';
import { createDotKernel, lane, maxValue, runs, type DotKernel } from './dot-kernel';

const pageBytes = 65_536;

interface Slot {
	place: number;
	revision: number;
	scales: Float32Array;
	/** Max distance between a vector and its rounded one. */
	distance: number;
}

/** Vectors rounded to bytes, a quarter of their size, for scanning; exact vectors then decide. Memory is only dropped as a whole. */
export class RoundedVectors {
	readonly #kernel: DotKernel;
	readonly #size: number;
	readonly #first: number;
	readonly #slots = new Map<number, Slot>();
	readonly #free: number[] = [];
	#next: number;

	constructor(private readonly dimensions: number) {
		this.#size = Math.ceil(dimensions / lane) * lane;
		// Layout: question, products of a block, blocks.
		this.#first = this.#size + 4 * blockSize;
		this.#next = this.#first;
		this.#kernel = createDotKernel(Math.ceil(this.#first / pageBytes));
	}

	get bytes(): number {
		return this.#kernel.memory.buffer.byteLength;
	}

	getRevision(block: number): number | undefined {
		return this.#slots.get(block)?.revision;
	}

	set(block: number, revision: number, vectors: Iterable<readonly [number: number, vector: Float32Array]>): void {
		const slot: Slot = { place: this.#slots.get(block)?.place ?? this.#room(), revision, scales: new Float32Array(blockSize), distance: 0 };
		const bytes = new Int8Array(this.#kernel.memory.buffer, slot.place, blockSize * this.#size);
		bytes.fill(0);
		for (const [number, vector] of vectors) {
			const place = number % blockSize;
			const { scale, distance } = round(vector, bytes, place * this.#size);
			slot.scales[place] = scale;
			slot.distance = Math.max(slot.distance, distance);
		}
		this.#slots.set(block, slot);
	}

	keepOnly(blocks: ReadonlyMap<number, unknown>): void {
		for (const block of [...this.#slots.keys()]) if (!blocks.has(block)) this.#drop(block);
	}

	dropLast(): void {
		const last = [...this.#slots.keys()].at(-1);
		if (last !== undefined) this.#drop(last);
	}

	#drop(block: number): void {
		this.#free.push(this.#slots.get(block)!.place);
		this.#slots.delete(block);
	}

	/** Approximate cosine similarities. @returns the max difference between two equal ones */
	scan(block: number, vector: Float32Array, into: Float64Array): number {
		const { memory, dots } = this.#kernel;
		const { place, scales, distance } = this.#slots.get(block)!;
		const question = new Int8Array(memory.buffer, 0, this.#size).fill(0);
		const rounded = round(vector, question, 0);
		dots(0, place, (blockSize / runs) * this.#size, this.#size, this.#size, (blockSize / runs) * 4);
		const products = new Int32Array(memory.buffer, this.#size, blockSize);
		for (let number = 0; number < blockSize; number++)
			into[block * blockSize + number] = products[number]! * scales[number]! * rounded.scale;
		return this.#doubt(rounded.distance, distance);
	}

	/**
	 * Rounding errors are a random walk over components: ten times the usual error never occurs. With few components, the theoretical max is the
	 * limit.
	 */
	#doubt(ofQuestion: number, ofVectors: number): number {
		const usual = Math.sqrt((ofQuestion ** 2 + ofVectors ** 2) / this.dimensions);
		const max = 2 * (ofQuestion + (1 + ofQuestion) * ofVectors);
		return Math.min(10 * usual, max);
	}

	#room(): number {
		const free = this.#free.pop();
		if (free !== undefined) return free;
		const place = this.#next;
		this.#next += blockSize * this.#size;
		const missing = this.#next - this.bytes;
		if (missing > 0) this.#kernel.memory.grow(Math.ceil(missing / pageBytes));
		return place;
	}
}

function round(vector: Float32Array, into: Int8Array, at: number): { scale: number; distance: number } {
	let max = 0;
	for (const part of vector) max = Math.max(max, Math.abs(part));
	const scale = max / maxValue;
	let squares = 0;
	for (let part = 0; part < vector.length; part++) {
		const rounded = scale === 0 ? 0 : Math.round(vector[part]! / scale);
		into[at + part] = rounded;
		squares += (vector[part]! - rounded * scale) ** 2;
	}
	return { scale, distance: Math.sqrt(squares) };
}
