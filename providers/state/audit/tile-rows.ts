import type { TileId } from '../../../core/audit/tile-path';
import type { StateConnection } from '../../database/state-database';
import { entriesLevel, marksLevel } from './audit-schema';

/** Returns a tile, a bundle or marks; empty where there are none. */
export async function readTile(connection: StateConnection, tenant: string, level: number, place: number): Promise<Buffer> {
	const row = await connection.get<{ content: Uint8Array }>(
		'SELECT content FROM audit_tile WHERE tenant = ? AND level = ? AND place = ?',
		...[tenant, level, place],
	);
	return row ? asBuffer(row.content) : empty;
}

/** Returns the bundle, the marks and the leaf hashes of a place, by level; empty where there are none. */
export async function readTiles(connection: StateConnection, tenant: string, place: number): Promise<{ get(level: number): Buffer }> {
	const rows = await connection.all<{ level: number; content: Uint8Array }>(
		'SELECT level, content FROM audit_tile WHERE tenant = ? AND level IN (?, ?, 0) AND place = ?',
		...[tenant, entriesLevel, marksLevel, place],
	);
	const contents = new Map(rows.map(({ level, content }) => [level, asBuffer(content)]));
	return { get: (level) => contents.get(level) ?? empty };
}

const empty = Buffer.alloc(0);
const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Writes one in place of its shorter predecessor. */
export const writeTile = (
	connection: StateConnection,
	tenant: string,
	level: number,
	place: number,
	content: Uint8Array,
): Promise<number> =>
	connection.run(
		`INSERT INTO audit_tile (tenant, level, place, content) VALUES (?, ?, ?, ?)
		ON CONFLICT (tenant, level, place) DO UPDATE SET content = excluded.content`,
		...[tenant, level, place, content],
	);

/** Returns a reader of the tiles of a tenant's tree. */
export const tileReader =
	(connection: StateConnection, tenant: string) =>
	({ level, index }: TileId & { level: number }): Promise<Buffer> =>
		readTile(connection, tenant, level, index);

/** A checkpoint and the size that it covers. */
export interface AuditHead {
	size: number;
	note: string;
}

/** Returns the head of a tenant's log; undefined before its first entry has an index. */
export async function readHead(connection: StateConnection, tenant: string): Promise<AuditHead | undefined> {
	const row = await connection.get<{ size: number | string; note: string }>('SELECT size, note FROM audit_head WHERE tenant = ?', tenant);
	return row && { size: Number(row.size), note: row.note };
}

/** Returns the heads of the logs of all tenants. */
export async function listHeads(connection: StateConnection): Promise<AuditHead[]> {
	const rows = await connection.all<{ size: number | string; note: string }>('SELECT size, note FROM audit_head ORDER BY tenant');
	return rows.map(({ size, note }) => ({ size: Number(size), note }));
}

/** Tells whether a tenant has a log, also one whose head is missing. */
export const hasTiles = async (connection: StateConnection, tenant: string): Promise<boolean> =>
	(await connection.get('SELECT level FROM audit_tile WHERE tenant = ? LIMIT 1', tenant)) !== undefined;
