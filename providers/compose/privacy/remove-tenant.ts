import { existsSync } from 'node:fs';
import type { Transaction } from 'kysely';
import { isPostgresAddress } from '../../database/database-place';
import { usePool } from '../../database/postgres/shared-pool';
import { stateFile } from '../../database/state-database';
import { openKnowledgeFile } from '../../knowledge/database/knowledge-database';
import { knowledgeTables } from '../../knowledge/database/knowledge-tables';
import { openMemoryFile } from '../../memory/memory-database';
import { memoryTables } from '../../memory/memory-tables';
import { inboxFile } from '../../state/channels/receipts/file-inbox';
import { removeTenantFromInbox, removeTenantFromState } from '../../state/remove-tenant';
import type { KnowledgeHost } from '../hosts/knowledge-host';
import type { MemoryStoreHost } from '../hosts/state-host';
import { findCatalogue, openKnowledgeStore } from '../knowledge/knowledge-store';
import { findMemoryPlace } from '../memory/memory';
import { findExistingState } from '../state/state-place';

export type TenantPlace = MemoryStoreHost & Pick<KnowledgeHost, 'knowledgeStore'> & { stateFolder: string; tenant: string };

export interface RemovedRows {
	store: string;
	table: string;
	rows: number;
}

/**
 * The state goes last: it knows the tenant. Idempotent after an interruption. @throws TroupeError STORAGE_…, MEMORY_STORE_UNREACHABLE,
 * KNOWLEDGE_STORE_UNREACHABLE
 */
export async function removeTenantRows(host: TenantPlace): Promise<RemovedRows[]> {
	const { tenant } = host;
	const removed = [...(await removeKnowledge(host)), ...(await removeMemory(host))];
	const state = findExistingState(host);
	if (state === undefined) return removed;
	const ofStore = (store: string, counted: Array<{ table: string; rows: number }>) => counted.map((one) => ({ store, ...one }));
	removed.push(...ofStore(inboxFile, await removeTenantFromInbox(state, tenant)));
	return [...removed, ...ofStore(stateFile, await removeTenantFromState(state, tenant))];
}

async function removeKnowledge(host: TenantPlace): Promise<RemovedRows[]> {
	const place = findCatalogue(host);
	if (!(await isThere(place, 'knowledge_collections'))) return [];
	const store = await openKnowledgeStore(host, { tenant: host.tenant });
	let collections = 0;
	try {
		for (const { name } of await store.list()) if (await store.drop(name)) collections += 1;
	} finally {
		await store.close();
	}
	const database = isPostgresAddress(place)
		? await (await import('../../knowledge/database/postgres-database')).openKnowledgePostgres(place, { withPgvector: false })
		: await openKnowledgeFile(place);
	try {
		const rows = await database.change(host.tenant, (connection) => removeRows(connection, knowledgeTables.own));
		await database.forget();
		return listRemoved('knowledge.db', { ...rows, collections });
	} finally {
		await database.close();
	}
}

async function removeMemory(host: TenantPlace): Promise<RemovedRows[]> {
	const place = findMemoryPlace(host, host.stateFolder);
	if (!(await isThere(place, 'memory_keys'))) return [];
	const database = isPostgresAddress(place)
		? await (await import('../../memory/postgres-memory')).openMemoryPostgres(place)
		: await openMemoryFile(place);
	try {
		const rows = await database.change(host.tenant, '', (connection) => removeRows(connection, memoryTables.own));
		await database.forget();
		return listRemoved('memory.db', rows);
	} finally {
		await database.close();
	}
}

export async function isThere(place: string, table: string): Promise<boolean> {
	if (!isPostgresAddress(place)) return existsSync(place);
	const use = usePool(place);
	try {
		const client = await use.pool.connect();
		try {
			const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
			return rows[0]!.there;
		} finally {
			client.release();
		}
	} finally {
		await use.release();
	}
}

/** The connection sees one tenant only. Later tables refer to earlier ones. */
export async function removeRows<Tables>(connection: Transaction<Tables>, tables: readonly string[]): Promise<Record<string, number>> {
	const removed: Record<string, number> = {};
	for (const table of tables.toReversed()) {
		const { numDeletedRows } = await connection.deleteFrom(table as never).executeTakeFirstOrThrow();
		removed[table] = Number(numDeletedRows);
	}
	return removed;
}

export const listRemoved = (store: string, rows: Record<string, number>): RemovedRows[] =>
	Object.entries(rows).flatMap(([table, count]) => (count > 0 ? [{ store, table, rows: count }] : []));
