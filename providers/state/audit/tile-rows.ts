import type { TileId } from '../../../core/audit/tile-path';
import type { StateConnection } from '../../database/state-database';
import { entriesLevel, marksLevel } from './audit-schema';

export async function readTile(connection: StateConnection, tenant: string, level: number, place: number): Promise<Buffer> {
	const row = await connection.get<{ content: Uint8Array }>(
		'SELECT content FROM audit_tile WHERE tenant = ? AND level = ? AND place = ?',
		tenant,
		level,
		place,
	);
	return row ? asBuffer(row.content) : empty;
}

/** Returns bundle, marks and leaf hashes of a place, by level; empty if missing. */
export async function readTiles(connection: StateConnection, tenant: string, place: number): Promise<{ get(level: number): Buffer }> {
	const rows = await connection.all<{ level: number; content: Uint8Array }>(
		'SELECT level, content FROM audit_tile WHERE tenant = ? AND level IN (?, ?, 0) AND place = ?',
		tenant,
		entriesLevel,
		marksLevel,
		place,
	);
	const contents = new Map(rows.map(({ level, content }) => [level, asBuffer(content)]));
	return { get: (level) => contents.get(level) ?? empty };
}

const empty = Buffer.alloc(0);
const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

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
		tenant,
		level,
		place,
		content,
	);

export const tileReader =
	(connection: StateConnection, tenant: string) =>
	({ level, index }: TileId & { level: number }): Promise<Buffer> =>
		readTile(connection, tenant, level, index);

export interface AuditHead {
	size: number;
	note: string;
}

/** Undefined before the first entry has an index. */
export async function readHead(connection: StateConnection, tenant: string): Promise<AuditHead | undefined> {
	const row = await connection.get<{ size: number | string; note: string }>('SELECT size, note FROM audit_head WHERE tenant = ?', tenant);
	return row && { size: Number(row.size), note: row.note };
}

export async function listHeads(connection: StateConnection): Promise<AuditHead[]> {
	const rows = await connection.all<{ size: number | string; note: string }>('SELECT size, note FROM audit_head ORDER BY tenant');
	return rows.map(({ size, note }) => ({ size: Number(size), note }));
}

/** True for a tenant with a log, even if its head is missing. */
export const hasTiles = async (connection: StateConnection, tenant: string): Promise<boolean> =>
	(await connection.get('SELECT level FROM audit_tile WHERE tenant = ? LIMIT 1', tenant)) !== undefined;
