import { signCheckpoint } from '../../../core/audit/checkpoint';
import { encodeBundle } from '../../../core/audit/entry-bundle';
import { hashBytes, hashLeaf, isEqualHash } from '../../../core/audit/hashes';
import { listEdge, TileEdge } from '../../../core/audit/tile-edge';
import { tileWidth } from '../../../core/audit/tile-path';
import { TroupeError } from '../../../core/base/errors';
import type { StateConnection, StateDatabase, Value } from '../../database/state-database';
import { type AuditKeys, markedText } from './audit-keys';
import { entriesLevel, marksLevel, sequencingTurn } from './audit-schema';
import { insertRows } from './insert-rows';
import { readSigned } from './read-signed';
import { decodeSealed } from './sealed-values';
import { type AuditHead, hasTiles, readHead, readTile, writeTile } from './tile-rows';
import { findForged, type WaitingRow } from './waiting-rows';

const maxBatch = 4_096;

/**
 * Assigns indexes, extends tiles and signs the checkpoint, in batches, until no entry waits. @returns the head; undefined for an empty log @throws
 * TroupeError STORAGE_DAMAGED if the log's end is not the signed one: a new checkpoint would hide that
 */
export async function sequenceAudit(database: StateDatabase, tenant: string, keys: AuditKeys): Promise<AuditHead | undefined> {
	for (;;) {
		const [isDone, head] = await database.change(tenant, (connection) => sequenceBatch(connection, tenant, keys), {
			turn: sequencingTurn(tenant),
			synced: true,
		});
		if (isDone) return head;
	}
}

async function sequenceBatch(connection: StateConnection, tenant: string, keys: AuditKeys): Promise<[isDone: boolean, head?: AuditHead]> {
	const head = await readHead(connection, tenant);
	const waiting = await takeWaiting(connection, tenant, keys);
	const leaves = waiting.map(({ leaf }) => Buffer.from(leaf));
	const size = head?.size ?? 0;
	const edge = await openEdge(connection, tenant, size);
	// Also if none waits: the caller passes the head on.
	if (head) checkHead(head, edge, tenant, keys);
	else if (await hasTiles(connection, tenant)) throw damaged(tenant);
	if (leaves.length === 0) return [true, head];
	const hashes = leaves.map((leaf) => hashLeaf(leaf));
	for (const hash of hashes) edge.append(hash);
	for (const { level, index, hashes: tile } of edge.takeChanged()) await writeTile(connection, tenant, level, index, tile);
	const marks = hashes.map((hash, place) => keys.mark(markedText(tenant, size + place, hash)));
	await extend(
		connection,
		{ tenant, level: entriesLevel, size },
		leaves.map((leaf) => encodeBundle([leaf])),
	);
	await extend(connection, { tenant, level: marksLevel, size }, marks);
	await moveValues(connection, tenant, waiting);
	const signer = keys.signerOf(tenant);
	const note = signCheckpoint({ origin: signer.key.name, size: BigInt(edge.size), root: edge.root() }, signer);
	await connection.run(
		'INSERT INTO audit_head (tenant, size, note) VALUES (?, ?, ?) ON CONFLICT (tenant) DO UPDATE SET size = excluded.size, note = excluded.note',
		tenant,
		edge.size,
		note,
	);
	return [leaves.length < maxBatch, { size: edge.size, note }];
}

/** Skips along the index from tenant to tenant, however many entries each has. */
export async function tenantsWithWaiting(connection: StateConnection): Promise<string[]> {
	const rows = await connection.all<{ tenant: string }>(
		`WITH RECURSIVE tenants (tenant) AS (
			SELECT min(tenant) FROM audit_waiting
			UNION ALL
			SELECT (SELECT min(tenant) FROM audit_waiting WHERE tenant > tenants.tenant) FROM tenants WHERE tenants.tenant IS NOT NULL
		) SELECT tenant FROM tenants WHERE tenant IS NOT NULL`,
	);
	return rows.map(({ tenant }) => tenant);
}

export async function countWaiting(connection: StateConnection, tenant: string): Promise<number> {
	const row = await connection.get<{ count: number | string }>('SELECT count(*) AS count FROM audit_waiting WHERE tenant = ?', tenant);
	return Number(row!.count);
}

async function takeWaiting(connection: StateConnection, tenant: string, keys: AuditKeys): Promise<WaitingRow[]> {
	const rows = await connection.all<WaitingRow>(
		'DELETE FROM audit_waiting WHERE id IN (SELECT id FROM audit_waiting WHERE tenant = ? ORDER BY id LIMIT ?) RETURNING id, leaf, mark, sealed',
		tenant,
		maxBatch,
	);
	rows.sort((one, other) => Number(one.id) - Number(other.id));
	const forged = findForged(rows, tenant, keys);
	if (forged === undefined) return rows;
	throw new TroupeError({
		code: 'STORAGE_DAMAGED',
		message: `The entry ${rows[forged]!.id} that waits for the audit log of the tenant ${tenant} is not one that this installation wrote.`,
		fix: 'Run `troupe audit verify`, keep a copy of the database for the inquiry, and restore it from a backup.',
	});
}

async function moveValues(connection: StateConnection, tenant: string, waiting: readonly WaitingRow[]): Promise<void> {
	const rows = waiting.flatMap(({ leaf, sealed }): Value[][] => {
		if (!sealed) return [];
		const entry = Buffer.from((JSON.parse(leaf) as { id: string }).id, 'hex');
		return decodeSealed(sealed).map((value) => [tenant, entry, value.part, value.keyId, value.sealed]);
	});
	await insertRows(connection, 'audit_value (tenant, entry, part, key_id, sealed)', rows);
}

async function openEdge(connection: StateConnection, tenant: string, size: number): Promise<TileEdge> {
	const tiles: Buffer[] = [];
	for (const { level, index, width } of listEdge(size)) {
		const tile = await readTile(connection, tenant, level, index);
		if (tile.length !== width * hashBytes) throw damaged(tenant);
		tiles.push(tile);
	}
	return new TileEdge(size, tiles);
}

function checkHead({ size, note }: AuditHead, edge: TileEdge, tenant: string, keys: AuditKeys): void {
	const signed = readSigned(note, tenant, keys);
	if (!signed || signed.size !== BigInt(size) || !isEqualHash(signed.root, edge.root())) throw damaged(tenant);
}

const damaged = (tenant: string) =>
	new TroupeError({
		code: 'STORAGE_DAMAGED',
		message: `The audit log of the tenant ${tenant} does not end as its checkpoint says. Its new entries wait.`,
		fix: 'Run `troupe audit verify`, which names the first bad index, and restore the log from a backup.',
	});

async function extend(
	connection: StateConnection,
	{ tenant, level, size }: { tenant: string; level: number; size: number },
	items: readonly Buffer[],
): Promise<void> {
	for (let at = 0; at < items.length;) {
		const place = Math.floor((size + at) / tileWidth);
		const offset = (size + at) % tileWidth;
		const before = offset > 0 ? await readTile(connection, tenant, level, place) : Buffer.alloc(0);
		const some = items.slice(at, at + tileWidth - offset);
		await writeTile(connection, tenant, level, place, Buffer.concat([before, ...some]));
		at += some.length;
	}
}
