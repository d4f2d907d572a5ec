import { emptyRoot, hashBytes, hashChildren } from './hashes';
import { countHashes, type TileId, tileWidth, widthOf } from './tile-path';
import { foldHashes } from './tile-tree';

interface WrittenTile extends TileId {
	level: number;
	hashes: Buffer;
}

/** The right edge of a tree: the last tile of each level, enough to append entries. */
export class TileEdge {
	/** By level: the hashes of a partial last tile. */
	readonly #open: Buffer[][];
	readonly #changed = new Map<string, WrittenTile>();
	#size: number;

	/** @param tiles the partial last tile of each level; an empty one, or none, if the last one is full */
	constructor(size: number, tiles: readonly Uint8Array[]) {
		this.#size = size;
		this.#open = tiles.map((tile) =>
			Array.from({ length: tile.length / hashBytes }, (_, place) => Buffer.from(tile.subarray(place * hashBytes, (place + 1) * hashBytes))),
		);
	}

	get size(): number {
		return this.#size;
	}

	append(leafHash: Buffer): void {
		this.#size += 1;
		this.#push(0, leafHash);
	}

	/** Returns the tiles changed by appending. A full tile comes once; the next replaces a partial one. */
	takeChanged(): WrittenTile[] {
		for (const [level, hashes] of this.#open.entries()) {
			if (hashes.length === 0) continue;
			const id = { level, index: Math.floor(countHashes(this.#size, level) / tileWidth), width: hashes.length };
			this.#changed.set(`${level}/${id.index}`, { ...id, hashes: Buffer.concat(hashes) });
		}
		const changed = [...this.#changed.values()];
		this.#changed.clear();
		return changed;
	}

	root(): Buffer {
		let root: Buffer | undefined;
		// From the right: the perfect subtrees of the lowest level are the last ones.
		for (const hashes of this.#open)
			for (let end = hashes.length; end > 0;) {
				const count = end & -end;
				const subtree = foldHashes(Buffer.concat(hashes.slice(end - count, end)));
				root = root ? hashChildren(subtree, root) : subtree;
				end -= count;
			}
		return root ?? emptyRoot();
	}

	#push(level: number, hash: Buffer): void {
		const hashes = (this.#open[level] ??= []);
		hashes.push(hash);
		if (hashes.length < tileWidth) return;
		const full = Buffer.concat(hashes);
		const index = countHashes(this.#size, level) / tileWidth - 1;
		this.#changed.set(`${level}/${index}`, { level, index, width: tileWidth, hashes: full });
		this.#open[level] = [];
		this.#push(level + 1, foldHashes(full));
	}
}

/** Lists the tiles for `TileEdge`, one for each level. A width of 0 is an empty one. */
export function listEdge(size: number): Array<TileId & { level: number }> {
	const edge: Array<TileId & { level: number }> = [];
	for (let level = 0; countHashes(size, level) > 0; level += 1) {
		const index = Math.floor(countHashes(size, level) / tileWidth);
		edge.push({ level, index, width: widthOf(size, level, index) });
	}
	return edge;
}
