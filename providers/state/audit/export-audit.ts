import { hashBytes } from '../../../core/audit/hashes';
import { formatTilePath, listTiles, type TileId, tileWidth, widthOf } from '../../../core/audit/tile-path';
import type { StateConnection } from '../../database/state-database';
import { entriesLevel } from './audit-schema';
import { readHead, readTile } from './tile-rows';

export interface LogFile {
	/** `checkpoint`, `tile/0/000` or `tile/entries/000.p/5`. */
	path: string;
	content: Uint8Array;
}

/**
 * Returns the files that the current checkpoint covers, checkpoint last: without it they form no log. Damaged files are included, for the verifier to
 * see. @param read a transaction per file. Tiles only grow, so they can be read after the checkpoint
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

/** Undefined if the checkpoint does not cover all of it. Tiles only grow, so a part of one stays. */
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

function measureEntries(bundle: Buffer, width: number): number {
	let bytes = 0;
	for (let place = 0; place < width && bytes + 2 <= bundle.length; place += 1) bytes += 2 + bundle.readUInt16BE(bytes);
	return bytes;
}
