import { parseSignedCheckpoint } from '../../../core/audit/checkpoint';
import { hashBytes, hashLeaf, isEqualHash } from '../../../core/audit/hashes';
import { verifyNote } from '../../../core/audit/signed-note';
import { TileEdge } from '../../../core/audit/tile-edge';
import { tileWidth } from '../../../core/audit/tile-path';
import { isTroupeError } from '../../../core/base/errors';
import type { StateConnection } from '../../database/state-database';
import { type AuditKeys, markedText } from './audit-keys';
import { entriesLevel, marksLevel } from './audit-schema';
import { readHead, readTile } from './tile-rows';

/** Processes that share a log have clocks that differ a little. */
const maxClockSkewMs = 5 * 60_000;

export interface AuditFault {
	/** The first bad index: where nothing is wrong before. The size of the log if all entries are right, and the checkpoint is not. */
	index: number;
	problem: 'changed' | 'removed' | 'added' | 'clock' | 'tile' | 'checkpoint' | 'forked';
}

/** An older checkpoint of the log, as somebody kept it. */
export interface KeptCheckpoint {
	size: number;
	root: Buffer;
	/** The leaf hashes of the log at that time, if they were kept too: they tell where a forked log differs. */
	leafHashes?: Uint8Array;
}

export interface VerifiedAudit {
	/** Entries that were read. */
	entries: number;
	fault?: AuditFault;
}

interface Walk {
	connection: StateConnection;
	tenant: string;
	keys: AuditKeys;
	edge: TileEdge;
	latest: number;
}

/** Verifies a tenant's log: every entry, mark, tile, the checkpoint, and that it contains the logs of kept checkpoints. */
export async function verifyAudit(
	connection: StateConnection,
	tenant: string,
	keys: AuditKeys,
	kept: readonly KeptCheckpoint[] = [],
): Promise<VerifiedAudit> {
	const head = await readHead(connection, tenant);
	const signed = head ? readSigned(head.note, tenant, keys) : undefined;
	const size = head?.size ?? 0;
	const walk: Walk = { connection, tenant, keys, edge: new TileEdge(0, []), latest: -Infinity };
	const roots = new Map<number, Buffer>([[0, walk.edge.root()]]);
	const sizes = new Set([...kept.map((one) => one.size), size]);
	let fault: AuditFault | undefined;
	for (let bundle = 0; bundle * tileWidth < size && !fault; bundle += 1) fault = await verifyBundle(walk, bundle, size, sizes, roots);
	fault ??= await findSurplus(walk, size);
	if (!fault && head && !(signed?.size === BigInt(size) && isEqualHash(signed.root, walk.edge.root())))
		fault = { index: size, problem: 'checkpoint' };
	fault = earliest([fault, ...kept.map((one) => compareKept(one, size, roots, fault?.index ?? Infinity))]);
	if (fault?.problem === 'forked') fault = await locateFork(walk, fault, kept);
	return { entries: Math.min(walk.edge.size, size), ...(fault && { fault }) };
}

function readSigned(note: string, tenant: string, keys: AuditKeys): { size: bigint; root: Buffer } | undefined {
	try {
		const read = parseSignedCheckpoint(note);
		const { key } = keys.signerOf(tenant);
		verifyNote(read.note, [key]);
		return read.checkpoint.origin === key.name ? read.checkpoint : undefined;
	} catch (error) {
		if (isTroupeError(error)) return undefined; // a note that the installation did not sign is a fault of the log
		throw error;
	}
}

async function verifyBundle(
	walk: Walk,
	bundle: number,
	size: number,
	sizes: Set<number>,
	roots: Map<number, Buffer>,
): Promise<AuditFault | undefined> {
	const { connection, tenant, keys, edge } = walk;
	const start = bundle * tileWidth;
	const width = Math.min(tileWidth, size - start);
	const [content, marks, tile] = [
		await readTile(connection, tenant, entriesLevel, bundle),
		await readTile(connection, tenant, marksLevel, bundle),
		await readTile(connection, tenant, 0, bundle),
	];
	const entries = decodePrefix(content);
	for (const [place, entry] of entries.slice(0, width).entries()) {
		const index = start + place;
		const hash = hashLeaf(entry);
		const at = place * hashBytes;
		const isRight =
			isEqualHash(hash, tile.subarray(at, at + hashBytes)) &&
			isEqualHash(keys.mark(markedText(tenant, index, hash)), marks.subarray(at, at + hashBytes));
		if (!isRight) return { index, problem: 'changed' };
		const time = readTime(entry);
		if (Number.isNaN(time) || time < walk.latest - maxClockSkewMs) return { index, problem: 'clock' };
		walk.latest = Math.max(walk.latest, time);
		edge.append(hash);
		if (sizes.has(edge.size)) roots.set(edge.size, edge.root());
	}
	if (entries.length < width) return { index: start + entries.length, problem: 'removed' };
	return verifyTiles(walk);
}

/** Compares the tiles that the entries of a bundle completed, above those of leaves. */
async function verifyTiles({ connection, tenant, edge }: Walk): Promise<AuditFault | undefined> {
	for (const { level, index, hashes } of edge.takeChanged()) {
		if (level === 0) continue;
		const stored = await readTile(connection, tenant, level, index);
		const isRight = isEqualHash(stored.subarray(0, hashes.length), hashes);
		if (isRight) continue;
		for (let at = 0; at < hashes.length; at += hashBytes)
			if (!isEqualHash(hashes.subarray(at, at + hashBytes), stored.subarray(at, at + hashBytes)))
				return { index: (index * tileWidth + at / hashBytes) * tileWidth ** level, problem: 'tile' };
	}
	return undefined;
}

/** Finds entries after the end that the head has. */
async function findSurplus({ connection, tenant }: Walk, size: number): Promise<AuditFault | undefined> {
	const place = Math.floor(size / tileWidth);
	const last = decodePrefix(await readTile(connection, tenant, entriesLevel, place)).length;
	const row = await connection.get<{ count: number | string }>(
		'SELECT count(*) AS count FROM audit_tile WHERE tenant = ? AND level IN (?, ?, 0) AND place > ?',
		...[tenant, entriesLevel, marksLevel, place],
	);
	return last > size % tileWidth || Number(row!.count) > 0 ? { index: size, problem: 'added' } : undefined;
}

/** Returns the entries of a bundle up to the first that is not whole. */
function decodePrefix(content: Buffer): Buffer[] {
	const entries: Buffer[] = [];
	for (let at = 0; at + 2 <= content.length;) {
		const end = at + 2 + content.readUInt16BE(at);
		if (end > content.length) break;
		entries.push(content.subarray(at + 2, end));
		at = end;
	}
	return entries;
}

function readTime(entry: Buffer): number {
	try {
		return Date.parse((JSON.parse(entry.toString()) as { at: string }).at);
	} catch {
		return NaN; // no entry of ours: the caller reports its index
	}
}

function compareKept(one: KeptCheckpoint, size: number, roots: Map<number, Buffer>, badFrom: number): AuditFault | undefined {
	if (one.size > size) return { index: size, problem: 'removed' };
	// Behind the first bad entry there is nothing to compare with.
	if (one.size > badFrom) return undefined;
	const root = roots.get(one.size);
	return root && isEqualHash(root, one.root) ? undefined : { index: one.size, problem: 'forked' };
}

/** Finds the first entry that differs from those that somebody kept; without their hashes, it is somewhere before the index. */
async function locateFork({ connection, tenant }: Walk, fault: AuditFault, kept: readonly KeptCheckpoint[]): Promise<AuditFault> {
	const hashes = kept.find(({ leafHashes }) => leafHashes)?.leafHashes;
	for (let index = 0; hashes && (index + 1) * hashBytes <= hashes.length; index += 1) {
		const tile = await readTile(connection, tenant, 0, Math.floor(index / tileWidth));
		const at = (index % tileWidth) * hashBytes;
		if (!isEqualHash(hashes.subarray(index * hashBytes, (index + 1) * hashBytes), tile.subarray(at, at + hashBytes)))
			return { ...fault, index };
	}
	return fault;
}

const earliest = (faults: Array<AuditFault | undefined>): AuditFault | undefined =>
	faults.reduce((first, one) => (one && (!first || one.index < first.index) ? one : first), undefined);
