import { hashBytes } from '../../../core/audit/hashes';
import { formatTilePath, listTiles, type TileId, tileWidth, widthOf } from '../../../core/audit/tile-path';
import type { StateConnection } from '../../database/state-database';
import { entriesLevel } from './audit-schema';
import { readHead, readTile } from './tile-rows';

/** A file of a log, as tlog-tiles lays it out. */
export interface LogFile {
	/** `checkpoint`, `tile/0/000` or `tile/entries/000.p/5`. */
	path: string;
	content: Uint8Array;
}

/**
 * Returns the files of the log that the checkpoint of this moment covers, the checkpoint last: until it is there, the files are those of no log. They are
 * as they are stored, also where they are wrong: whoever verifies them has to see it.
 * @param read a transaction for each file. Tiles only grow, so that they can be read after the checkpoint
 */
export async function* exportAudit(
	read: <Result>(act: (connection: StateConnection) => Promise<Result>) => Promise<Result>,
	tenant: string,
): AsyncGenerator<LogFile> {
	const head = await read((connection) => readHead(connection, tenant));
	if (!head) return;
	for (const tile of listFiles(head.size)) {
		const { level, index, width } = tile;
		const content = await read((connection) => readTile(connection, tenant, level === 'entries' ? entriesLevel : level, index));
		const bytes = level === 'entries' ? measureEntries(content, width) : width * hashBytes;
		if (content.length > 0) yield { path: formatTilePath(tile), content: content.subarray(0, bytes) };
	}
	yield { path: 'checkpoint', content: Buffer.from(head.note) };
}

function* listFiles(size: number): Generator<TileId> {
	for (const tile of listTiles(size)) yield tile;
	for (let index = 0; index * tileWidth < size; index += 1)
		yield { level: 'entries', index, width: Math.min(tileWidth, size - index * tileWidth) };
}

/** Returns a tile, or a bundle, of a log; undefined where the checkpoint does not cover all of it. Tiles only grow, so that a part of one stays. */
export async function readTileFile(
	connection: StateConnection,
	tenant: string,
	{ level, index, width }: TileId,
): Promise<Uint8Array | undefined> {
	const head = await readHead(connection, tenant);
	const height = level === 'entries' ? 0 : level;
	if (!head || widthOf(head.size, height, index) < width) return undefined;
	const content = await readTile(connection, tenant, level === 'entries' ? entriesLevel : level, index);
	return content.subarray(0, level === 'entries' ? measureEntries(content, width) : width * hashBytes);
}

/** Returns the bytes of the first entries of a bundle, which can have grown since. */
function measureEntries(bundle: Buffer, width: number): number {
	let bytes = 0;
	for (let place = 0; place < width && bytes + 2 <= bundle.length; place += 1) bytes += 2 + bundle.readUInt16BE(bytes);
	return bytes;
}
