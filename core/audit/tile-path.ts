/** Tile names: C2SP tlog-tiles. A tile is 256 hashes of one level; a bundle is the 256 entries below a tile of level 0. */
import { TroupeError } from '../base/errors';

export const tileWidth = 256;
export const tileHeight = 8;
/** Six levels of tiles hold more than any tree of safe integers. */
const maxTileLevel = 63;

export interface TileId {
	/** `entries` names a bundle of entries. */
	level: number | 'entries';
	index: number;
	width: number;
}

/** `tile/0/x001/x234/067`, with `.p/5` for a tile of five hashes. */
export function formatTilePath({ level, index, width }: TileId): string {
	const digits = String(index);
	const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g)!;
	const name = groups.map((group, place) => (place < groups.length - 1 ? `x${group}` : group)).join('/');
	return `tile/${level}/${name}${width < tileWidth ? `.p/${width}` : ''}`;
}

const tilePath = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** @throws TroupeError INPUT_INVALID for any other text */
export function parseTilePath(path: string): TileId {
	const [, level = '', name = '', width] = tilePath.exec(path) ?? [];
	const id: TileId = {
		level: level === 'entries' ? level : Number(level),
		index: Number(name.replace(/[x/]/g, '')),
		width: width === undefined ? tileWidth : Number(width),
	};
	// One path for each tile: no leading groups of zeros, and no `.p/256`.
	if (name !== '' && Number.isSafeInteger(id.index) && (id.level === 'entries' || id.level <= maxTileLevel) && formatTilePath(id) === path)
		return id;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${JSON.stringify(path.slice(0, 80))} is not the path of a tile.`,
		fix: 'Use a path such as tile/0/x001/x234/067, tile/1/000.p/5 or tile/entries/000.',
	});
}

export const countHashes = (size: number, level: number): number => Math.floor(size / tileWidth ** level);

/** 0 if the tree lacks the tile. */
export const widthOf = (size: number, level: number, index: number): number =>
	Math.max(0, Math.min(tileWidth, countHashes(size, level) - index * tileWidth));

/** Lists the tiles of a tree, lowest level first, without bundles. Empty tiles do not exist. */
export function* listTiles(size: number): Generator<TileId & { level: number }> {
	for (let level = 0; countHashes(size, level) > 0; level += 1)
		for (let index = 0; widthOf(size, level, index) > 0; index += 1) yield { level, index, width: widthOf(size, level, index) };
}
