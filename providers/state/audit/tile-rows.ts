import type { TileId } from '../../../core/audit/tile-path';
import type { StateConnection } from '../../database/state-database';

/** Returns a tile, a bundle or marks; empty where there are none. */
export async function readTile(connection: StateConnection, tenant: string, level: number, place: number): Promise<Buffer> {
	const row = await connection.get<{ content: Uint8Array }>(
		'SELECT content FROM audit_tile WHERE tenant = ? AND level = ? AND place = ?',
		...[tenant, level, place],
	);
	return row ? Buffer.from(row.content) : Buffer.alloc(0);
}

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
