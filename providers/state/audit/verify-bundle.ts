import { hashBytes, hashLeaf, isEqualHash } from '../../../core/audit/hashes';
import type { TileEdge } from '../../../core/audit/tile-edge';
import { countHashes, tileWidth } from '../../../core/audit/tile-path';
import type { StateConnection } from '../../database/state-database';
import { type AuditKeys, markedText } from './audit-keys';
import { entriesLevel, marksLevel } from './audit-schema';
import { type CommittedParts, readValues } from './read-values';
import { readTile, readTiles } from './tile-rows';

export interface AuditFault {
	/** The first bad index. The log's size if all entries are right and only the checkpoint is bad. */
	index: number;
	problem: 'changed' | 'removed' | 'added' | 'clock' | 'tile' | 'value' | 'waiting' | 'checkpoint' | 'forked';
}

export interface KeptCheckpoint {
	size: number;
	root: Buffer;
	leafHashes?: Uint8Array;
}

export interface Walk {
	connection: StateConnection;
	tenant: string;
	keys: AuditKeys;
	kept: readonly KeptCheckpoint[];
	roots: Map<number, Buffer | undefined>;
	edge: TileEdge;
	latest: number;
	recent: RecentLeaves;
}

/** Clock differences of processes that share a log. */
export const maxClockSkewMs = 5 * 60_000;

/** Leaves of the last minutes, all distinct. Copies of older ones are found by their time. */
export class RecentLeaves {
	#older = new Set<string>();
	#newer = new Set<string>();
	#since = -Infinity;

	add(leafHash: Buffer, latest: number): boolean {
		if (latest - this.#since > maxClockSkewMs) [this.#older, this.#newer, this.#since] = [this.#newer, new Set(), latest];
		const name = leafHash.toString('latin1');
		if (this.#newer.has(name) || this.#older.has(name)) return false;
		this.#newer.add(name);
		return true;
	}
}

/** Verifies up to 256 entries with marks, hashes and values. */
export async function verifyBundle(walk: Walk, width: number): Promise<AuditFault | undefined> {
	const start = walk.edge.size;
	const tiles = await readTiles(walk.connection, walk.tenant, Math.floor(start / tileWidth));
	const { entries, isWhole } = decodePrefix(tiles.get(entriesLevel));
	const leaves: CommittedParts[] = [];
	let fault: AuditFault | undefined;
	for (let place = 0; place < width && !fault; place += 1) {
		const entry = entries[place];
		fault = entry ? verifyEntry(walk, { entry, place, tiles, leaves }) : { index: start + place, problem: 'removed' };
	}
	const opened = await readValues(walk.connection, walk.tenant, leaves, walk.keys);
	const damaged = opened.findIndex(({ isDamaged }) => isDamaged);
	if (damaged >= 0) return { index: start + damaged, problem: 'value' };
	const surplus = entries.length > width || !isWhole || [marksLevel, 0].some((level) => tiles.get(level).length > width * hashBytes);
	return fault ?? (surplus ? { index: start + width, problem: 'added' } : undefined);
}

interface WalkedEntry {
	entry: Buffer;
	place: number;
	tiles: { get(level: number): Buffer };
	leaves: CommittedParts[];
}

function verifyEntry(walk: Walk, { entry, place, tiles, leaves }: WalkedEntry): AuditFault | undefined {
	const { tenant, keys, edge } = walk;
	const index = edge.size;
	const hash = hashLeaf(entry);
	const isAt = (level: number, expected: Buffer) =>
		isEqualHash(expected, tiles.get(level).subarray(place * hashBytes, (place + 1) * hashBytes));
	if (!isAt(0, hash) || !isAt(marksLevel, keys.mark(markedText(tenant, index, hash)))) return { index, problem: 'changed' };
	if (walk.kept.some(({ leafHashes }) => leafHashes && differsAt(leafHashes, index, hash))) return { index, problem: 'forked' };
	const leaf = parseLeaf(entry);
	const time = Date.parse(leaf.at);
	if (Number.isNaN(time) || time < walk.latest - maxClockSkewMs) return { index, problem: 'clock' };
	walk.latest = Math.max(walk.latest, time);
	if (!walk.recent.add(hash, walk.latest)) return { index, problem: 'added' };
	leaves.push(leaf);
	edge.append(hash);
	if (walk.roots.has(edge.size)) walk.roots.set(edge.size, edge.root());
	return undefined;
}

function differsAt(hashes: Uint8Array, index: number, hash: Buffer): boolean {
	const at = index * hashBytes;
	return at < hashes.length && !isEqualHash(hash, hashes.subarray(at, at + hashBytes));
}

export async function verifyTiles({ connection, tenant, edge }: Walk): Promise<AuditFault | undefined> {
	let fault: AuditFault | undefined;
	for (const { level, index, hashes } of edge.takeChanged()) {
		if (level === 0) continue;
		const stored = await readTile(connection, tenant, level, index);
		for (let at = 0; at < hashes.length; at += hashBytes) {
			if (isEqualHash(hashes.subarray(at, at + hashBytes), stored.subarray(at, at + hashBytes))) continue;
			fault = earliest([fault, { index: (index * tileWidth + at / hashBytes) * tileWidth ** level, problem: 'tile' }]);
			break;
		}
	}
	return fault;
}

export async function findSurplus({ connection, tenant }: Walk, size: number): Promise<AuditFault | undefined> {
	const levels = await connection.all<{ level: number }>('SELECT DISTINCT level FROM audit_tile WHERE tenant = ?', tenant);
	const faults = levels.map(async ({ level }): Promise<AuditFault | undefined> => {
		const height = Math.max(0, level);
		const hashes = countHashes(size, height);
		const rest = hashes % tileWidth;
		const isTooLong = level > 0 && (await readTile(connection, tenant, level, Math.floor(hashes / tileWidth))).length > rest * hashBytes;
		const row = await connection.get<{ place: number | string }>(
			'SELECT place FROM audit_tile WHERE tenant = ? AND level = ? AND place >= ? ORDER BY place LIMIT 1',
			tenant,
			level,
			Math.ceil(hashes / tileWidth),
		);
		const surplus = isTooLong ? hashes : row && Number(row.place) * tileWidth;
		// A hash over missing entries is bad from the first missing one.
		return surplus === undefined ? undefined : { index: Math.max(size, surplus * tileWidth ** height), problem: 'added' };
	});
	return earliest(await Promise.all(faults));
}

export const earliest = (faults: ReadonlyArray<AuditFault | undefined>): AuditFault | undefined =>
	faults.reduce((first, one) => (one && (!first || one.index < first.index) ? one : first), undefined);

function decodePrefix(content: Buffer): { entries: Buffer[]; isWhole: boolean } {
	const entries: Buffer[] = [];
	let at = 0;
	while (at + 2 <= content.length) {
		const end = at + 2 + content.readUInt16BE(at);
		if (end > content.length) break;
		entries.push(content.subarray(at + 2, end));
		at = end;
	}
	return { entries, isWhole: at === content.length };
}

function parseLeaf(entry: Buffer): CommittedParts & { at: string } {
	try {
		return JSON.parse(entry.toString()) as CommittedParts & { at: string };
	} catch {
		return { id: '', at: '' }; // a foreign entry: reported by index, without a time
	}
}
