/** Roots and proofs of a tiled tree: RFC 6962, 2.1.1 and 2.1.2. */
import { TroupeError } from '../base/errors';
import { emptyRoot, hashBytes, hashChildren } from './hashes';
import { tileHeight, type TileId, tileWidth, widthOf } from './tile-path';

type ReadTile = (tile: TileId & { level: number }) => Uint8Array | Promise<Uint8Array>;

export class TileTree {
	/** By level and index. A proof needs at most two tiles of each level. */
	readonly #tiles = new Map<string, Promise<Uint8Array>>();

	/** @param size at most `Number.MAX_SAFE_INTEGER` */
	constructor(
		readonly size: number,
		private readonly readTile: ReadTile,
	) {}

	root(size = this.size): Promise<Buffer> {
		this.#expect(areWhole(size) && size <= this.size, `a tree of ${size} entries`);
		return size === 0 ? Promise.resolve(emptyRoot()) : this.#hashRange(0, size);
	}

	/** Returns the inclusion proof of an entry, from its sibling upwards. @throws TroupeError INPUT_INVALID */
	async proveInclusion(index: number, size = this.size): Promise<Buffer[]> {
		this.#expect(areWhole(index, size) && index < size && size <= this.size, `the entry ${index} in a tree of ${size} entries`);
		const siblings: Array<[number, number]> = [];
		for (let [start, end] = [0, size]; end - start > 1;) {
			const middle = start + splitOf(end - start);
			siblings.push(index < middle ? [middle, end] : [start, middle]);
			[start, end] = index < middle ? [start, middle] : [middle, end];
		}
		return Promise.all(siblings.reverse().map(([start, end]) => this.#hashRange(start, end)));
	}

	/** Returns the proof that the second tree extends the first. @throws TroupeError INPUT_INVALID */
	async proveConsistency(first: number, second = this.size): Promise<Buffer[]> {
		this.#expect(
			areWhole(first, second) && first > 0 && first <= second && second <= this.size,
			`a tree of ${first} entries within one of ${second}`,
		);
		const ranges: Array<[number, number]> = [];
		let start = 0;
		let end = second;
		while (end !== first) {
			const middle = start + splitOf(end - start);
			ranges.push(first <= middle ? [middle, end] : [start, middle]);
			[start, end] = first <= middle ? [start, middle] : [middle, end];
		}
		// The verifier has the first tree's root, which is this node if nothing is left of it.
		if (start > 0) ranges.push([start, end]);
		return Promise.all(ranges.reverse().map(([from, to]) => this.#hashRange(from, to)));
	}

	async #hashRange(start: number, end: number): Promise<Buffer> {
		const size = end - start;
		if (Number.isInteger(Math.log2(size))) return this.#node(Math.log2(size), start / size);
		const middle = start + splitOf(size);
		return hashChildren(await this.#hashRange(start, middle), await this.#hashRange(middle, end));
	}

	async #node(height: number, index: number): Promise<Buffer> {
		const level = Math.floor(height / tileHeight);
		const count = 2 ** (height % tileHeight);
		const first = index * count;
		const tile = await this.#tile(level, Math.floor(first / tileWidth));
		return foldHashes(tile.subarray((first % tileWidth) * hashBytes, ((first % tileWidth) + count) * hashBytes));
	}

	#tile(level: number, index: number): Promise<Uint8Array> {
		const key = `${level}/${index}`;
		const tile = this.#tiles.get(key) ?? this.#read(level, index);
		this.#tiles.set(key, tile);
		return tile;
	}

	async #read(level: number, index: number): Promise<Uint8Array> {
		const width = widthOf(this.size, level, index);
		const tile = await this.readTile({ level, index, width });
		if (tile.length >= width * hashBytes) return tile;
		throw new TroupeError({
			code: 'STORAGE_DAMAGED',
			message: `The tile ${level}/${index} has ${tile.length} bytes, expected ${width * hashBytes}.`,
			fix: 'Restore the log from a backup (`troupe restore`).',
		});
	}

	#expect(isRight: boolean, what: string): void {
		if (isRight) return;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The log has ${this.size} entries, which do not contain ${what}.`,
			fix: 'Use an index or a size of the log.',
		});
	}
}

const areWhole = (...numbers: number[]) => numbers.every((number) => Number.isSafeInteger(number) && number >= 0);

/** The largest power of two below a size: RFC 6962's `k`. */
const splitOf = (size: number): number => {
	const power = 2 ** Math.floor(Math.log2(size));
	return power === size ? power / 2 : power;
};

export function foldHashes(hashes: Uint8Array): Buffer {
	let level = hashes;
	while (level.length > hashBytes) {
		const next = Buffer.alloc(level.length / 2);
		for (let at = 0; at < next.length; at += hashBytes)
			hashChildren(level.subarray(2 * at, 2 * at + hashBytes), level.subarray(2 * at + hashBytes, 2 * at + 2 * hashBytes)).copy(next, at);
		level = next;
	}
	return Buffer.from(level);
}
