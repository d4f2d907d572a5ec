import { type AuditEntry, smallestId } from '../../../core/audit/audit-leaf';
import { TileTree } from '../../../core/audit/tile-tree';
import type { TileId } from '../../../core/audit/tile-path';
import type { TlogProof } from '../../../core/audit/tlog-proof';
import { everyTenant, openStateDatabase, type StateConnection } from '../../database/state-database';
import { appendAudit } from './append-audit';
import type { AuditKeys } from './audit-keys';
import { auditSchema } from './audit-schema';
import { exportAudit, type LogFile, readTileFile } from './export-audit';
import { proveEntry, requireHead } from './prove-entry';
import { type AuditPage, type AuditSearch, searchAudit } from './search-audit';
import { countWaiting, sequenceAudit, tenantsWithWaiting } from './sequence-audit';
import { type TakenEntry, takeEntries } from './take-entries';
import { type AuditHead, listHeads, readHead, tileReader } from './tile-rows';
import { type KeptCheckpoint, type VerifiedAudit, verifyAudit } from './verify-audit';

export interface AuditStore {
	/** Writes entries in their own transaction. Changes use `appendAudit`. */
	append(entries: readonly AuditEntry[]): Promise<void>;
	/** Appends entries from another database, each once, however often it is delivered. */
	take(entries: readonly TakenEntry[]): Promise<void>;
	/** Assigns indexes to waiting entries. @returns the head; undefined for an empty log @throws TroupeError STORAGE_DAMAGED */
	sequence(tenant: string): Promise<AuditHead | undefined>;
	/** Assigns indexes for all tenants; a damaged log delays no other. @returns faults */
	sequenceAll(): Promise<unknown[]>;
	search(tenant: string, search: AuditSearch): Promise<AuditPage>;
	countWaiting(tenant: string): Promise<number>;
	/** Proves that an entry is in a checkpoint. `extra` is the leaf. @param head default: the newest @throws TroupeError INPUT_INVALID */
	prove(tenant: string, index: number, head?: AuditHead): Promise<TlogProof>;
	/** Proves that an earlier log is a prefix of a later one. @param later default: the newest @throws TroupeError INPUT_INVALID */
	proveConsistency(tenant: string, size: number, later?: number): Promise<Buffer[]>;
	/** Returns the root at a size; undefined if the log is shorter. @throws TroupeError STORAGE_DAMAGED */
	readRoot(tenant: string, size: number): Promise<Buffer | undefined>;
	verify(tenant: string, kept?: readonly KeptCheckpoint[]): Promise<VerifiedAudit>;
	readHead(tenant: string): Promise<AuditHead | undefined>;
	listHeads(): Promise<AuditHead[]>;
	/** Undefined if the checkpoint does not cover all of it. */
	readTile(tenant: string, tile: TileId): Promise<Uint8Array | undefined>;
	/** Returns the log files for external verification, checkpoint last. None for an empty log. */
	export(tenant: string): AsyncGenerator<LogFile>;
	/** Removes committed values from before a time; leaves stay. @returns the number of values */
	clean(tenant: string, before: number): Promise<number>;
	close(): Promise<void>;
}

const maxListed = 1_000;

/** @param place `postgres://…`, or the path of a file @param openKeys called before the first transaction @throws TroupeError on use: STORAGE_… */
export function openAuditStore(place: string, openKeys: () => Promise<AuditKeys>): AuditStore {
	const database = openStateDatabase(place, auditSchema);
	const read = <Result>(tenant: string, act: (connection: StateConnection) => Promise<Result>) => database.read(tenant, act);
	return {
		async append(entries) {
			const [first] = entries;
			if (!first) return;
			const keys = await openKeys();
			await database.change(first.tenant, (connection) => appendAudit(connection, entries, keys), { synced: true });
		},
		async take(entries) {
			const [first] = entries;
			if (!first) return;
			const keys = await openKeys();
			await database.change(first.entry.tenant, (connection) => takeEntries(connection, entries, keys), { synced: true });
		},
		sequence: async (tenant) => sequenceAudit(database, tenant, await openKeys()),
		async sequenceAll() {
			const faults: unknown[] = [];
			for (const tenant of await database.read(everyTenant, tenantsWithWaiting))
				await openKeys()
					.then((keys) => sequenceAudit(database, tenant, keys))
					.catch((fault: unknown) => void faults.push(fault));
			return faults;
		},
		async search(tenant, search) {
			const keys = await openKeys();
			return read(tenant, (connection) => searchAudit(connection, tenant, { ...search, limit: Math.min(search.limit, maxListed) }, keys));
		},
		countWaiting: (tenant) => read(tenant, (connection) => countWaiting(connection, tenant)),
		prove: (tenant, index, of) => read(tenant, (connection) => proveEntry(connection, tenant, index, of)),
		proveConsistency: (tenant, earlier, later) =>
			read(tenant, async (connection) => {
				const { size } = await requireHead(connection, tenant);
				return new TileTree(size, tileReader(connection, tenant)).proveConsistency(earlier, later);
			}),
		readRoot: (tenant, size) =>
			read(tenant, async (connection) => {
				const head = await readHead(connection, tenant);
				return head && size <= head.size ? new TileTree(head.size, tileReader(connection, tenant)).root(size) : undefined;
			}),
		async verify(tenant, kept) {
			const keys = await openKeys();
			return read(tenant, (connection) => verifyAudit(connection, tenant, keys, kept));
		},
		readHead: (tenant) => read(tenant, (connection) => readHead(connection, tenant)),
		listHeads: () => database.read(everyTenant, listHeads),
		readTile: (tenant, tile) => read(tenant, (connection) => readTileFile(connection, tenant, tile)),
		export: (tenant) => exportAudit((act) => read(tenant, act), tenant),
		clean: (tenant, before) =>
			database.change(
				tenant,
				(connection) => connection.run('DELETE FROM audit_value WHERE tenant = ? AND entry < ?', tenant, smallestId(before)),
				{
					synced: true,
				},
			),
		close: () => database.close(),
	};
}
