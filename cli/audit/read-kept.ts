import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSignedCheckpoint } from '../../core/audit/checkpoint';
import { hashBytes, isEqualHash } from '../../core/audit/hashes';
import type { VerifierKey } from '../../core/audit/note-key';
import { verifyNote } from '../../core/audit/signed-note';
import { TileEdge } from '../../core/audit/tile-edge';
import { formatTilePath, tileWidth, widthOf } from '../../core/audit/tile-path';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { parseAnchor, readAnchored } from '../../providers/anchors/anchor';
import { readTimestamp } from '../../providers/anchors/timestamp/read-timestamp';
import type { KeptCheckpoint } from '../../providers/state/audit/verify-audit';
import { explainUnreadable, readTextFile } from '../terminal/read-text-file';

export interface KeptAt extends KeptCheckpoint {
	/** Latest time of existence; `unchecked` without roots, `none` without a timestamp. */
	stamped?: Date | 'unchecked' | 'none';
}

/** @param roots PEM: those by which timestamps are judged @throws TroupeError INPUT_INVALID */
export async function readKeptPlaces(place: string, key: VerifierKey, roots: string | undefined): Promise<KeptAt[]> {
	if (!/^(?:file|git):/.test(place)) return [await readKeptPlace(place, key)];
	const anchor = parseAnchor(place, '--against');
	if (anchor.kind === 'file') await requireAnchor(anchor.path);
	const anchored = await readAnchored(anchor, key.name);
	if (anchored.length === 0) throw nothingKept(place, 'has no checkpoint of this log');
	const kept: KeptAt[] = [];
	for (const one of anchored) {
		const checkpoint = readKept(one.checkpoint, `A checkpoint in ${place}`, key);
		kept.push(
			one.timestamp
				? { ...checkpoint, stamped: await readStamped(one.timestamp, one.checkpoint, { place, roots }) }
				: { ...checkpoint, stamped: 'none' },
		);
	}
	return kept;
}

/** A forger of anchors could have left out a timestamp: a wrong one is reported. */
async function readStamped(
	timestamp: Buffer,
	checkpoint: string,
	{ place, roots }: { place: string; roots: string | undefined },
): Promise<Date | 'unchecked'> {
	if (roots === undefined) return 'unchecked';
	const read = await readTimestamp(timestamp, checkpoint, roots);
	if ('at' in read) return read.at;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The timestamp of the checkpoint of ${checkpoint.split('\n')[1]} entries in ${place} is not right: ${read.fault}.`,
		fix: 'Check that TROUPE_AUDIT_TSA_CA has the root of the authority that gave it; after a change of the authority, both roots. Otherwise somebody changed the anchor: put it back from a copy.',
	});
}

/** Refuses an anchor without its file: an emptied log would pass. */
async function requireAnchor(file: string): Promise<void> {
	const isThere = await explainUnreadable(file, () => stat(file).catch(orMissing));
	if (!isThere) throw nothingKept(`file:${file}`, 'has no file');
}

const nothingKept = (anchor: string, problem: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The anchor ${anchor} ${problem}, so nothing was verified.`,
		fix: 'Put it back from a copy. If nothing was ever kept there, begin it with `troupe audit checkpoint --anchor`.',
	});

function orMissing(cause: NodeJS.ErrnoException): undefined {
	if (cause.code !== 'ENOENT') throw cause;
}

/**
 * Reads a kept checkpoint, or an export, whose hashes show where another log begins to differ. @throws TroupeError INPUT_INVALID, which names
 * the file or the folder
 */
async function readKeptPlace(place: string, key: VerifierKey): Promise<KeptCheckpoint> {
	if (!(await explainUnreadable(place, () => stat(place))).isDirectory()) return readKept(await readTextFile(place), place, key);
	const file = join(place, 'checkpoint');
	const kept = readKept(await readTextFile(file), file, key);
	return { ...kept, leafHashes: await readLeafHashes(place, kept) };
}

async function readLeafHashes(folder: string, { size, root }: KeptCheckpoint): Promise<Buffer> {
	const edge = new TileEdge(0, []);
	const tiles: Buffer[] = [];
	for (let index = 0; index * tileWidth < size; index += 1) {
		const width = widthOf(size, 0, index);
		const file = join(folder, formatTilePath({ level: 0, index, width }));
		const tile = await explainUnreadable(file, () => readFile(file));
		if (tile.length !== width * hashBytes) throw notWhole(folder, `${file} has ${tile.length} bytes, expected ${width * hashBytes}`);
		for (let at = 0; at < tile.length; at += hashBytes) edge.append(tile.subarray(at, at + hashBytes));
		edge.takeChanged();
		tiles.push(tile);
	}
	if (!isEqualHash(edge.root(), root)) throw notWhole(folder, 'its hashes do not lead to its checkpoint');
	return Buffer.concat(tiles);
}

/** @throws TroupeError INPUT_INVALID, which names the file */
export function readKept(text: string, file: string, key: VerifierKey): KeptCheckpoint {
	try {
		const { checkpoint, note } = parseSignedCheckpoint(text);
		if (checkpoint.origin !== key.name) throw ofAnotherLog(file, checkpoint.origin);
		verifyNote(note, [key]);
		return { size: Number(checkpoint.size), root: checkpoint.root };
	} catch (cause) {
		if (!isTroupeError(cause) || cause.message.startsWith(file)) throw cause;
		const message = `${file} is not a checkpoint that the installation signed. ${cause.message}`;
		throw new TroupeError({ code: cause.code, message, fix: cause.fix, cause });
	}
}

function notWhole(folder: string, problem: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${folder} is not a whole export of the log: ${problem}.`,
		fix: 'Find what was changed in it with `node verify-audit-log.mjs FOLDER --key KEY`, or pass its checkpoint alone.',
	});
}

function ofAnotherLog(file: string, origin: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} is a checkpoint of another log, ${origin}.`,
		fix: 'Choose the tenant of that log with --tenant, or a checkpoint of this one.',
	});
}
