import { type AuditEntry, smallestId } from '../../../core/audit/audit-leaf';
import { parseSignedCheckpoint } from '../../../core/audit/checkpoint';
import { hashLeaf } from '../../../core/audit/hashes';
import { tileWidth } from '../../../core/audit/tile-path';
import { TileTree } from '../../../core/audit/tile-tree';
import type { TileId } from '../../../core/audit/tile-path';
import type { TlogProof } from '../../../core/audit/tlog-proof';
import { verifyInclusion } from '../../../core/audit/verify-proof';
import { TroupeError } from '../../../core/base/errors';
import { everyTenant, openStateDatabase, type StateConnection } from '../../database/state-database';
import { appendAudit } from './append-audit';
import type { AuditKeys } from './audit-keys';
import { auditSchema } from './audit-schema';
import { exportAudit, type LogFile, readTileFile } from './export-audit';
import { readBundle, searchAudit, type AuditPage, type AuditSearch } from './search-audit';
import { countWaiting, sequenceAudit, tenantsWithWaiting } from './sequence-audit';
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

interface TakenEntry {
	/** 32 hexadecimal digits, beginning with the time; unique. */
	id: string;
	entry: AuditEntry;
}

/**
 * Appends new entries in their order. Ids are stored forever in the same transaction: a sender repeats entries after a kill, after a restore, or
 * concurrently with another process. @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE
 */
async function takeEntries(connection: StateConnection, taken: readonly TakenEntry[], keys: AuditKeys): Promise<void> {
	const fresh: AuditEntry[] = [];
	for (const { id, entry } of taken) {
		const insert = 'INSERT INTO audit_taken (tenant, id) VALUES (?, ?) ON CONFLICT DO NOTHING';
		if ((await connection.run(insert, entry.tenant, Buffer.from(id, 'hex'))) === 1) fresh.push(entry);
	}
	if (fresh.length > 0) await appendAudit(connection, fresh, keys);
}

/**
 * Proves that an entry is in a checkpoint's tree. Never returns a proof that does not verify. @param of an earlier checkpoint; default: the newest
 * @throws TroupeError INPUT_INVALID for an index outside the tree, STORAGE_DAMAGED
 */
async function proveEntry(connection: StateConnection, tenant: string, index: number, of?: AuditHead): Promise<TlogProof> {
	const head = await requireHead(connection, tenant);
	const { size, note } = of ?? head;
	const proof = await new TileTree(size, tileReader(connection, tenant)).proveInclusion(index);
	// The bundle can include entries after the checkpoint.
	const bundle = await readBundle(connection, tenant, Math.floor(index / tileWidth), Math.max(size, head.size));
	const extra = bundle[index % tileWidth]!;
	const { root } = parseSignedCheckpoint(note).checkpoint;
	const problem = verifyInclusion({ index: BigInt(index), size: BigInt(size), root, leafHash: hashLeaf(extra), proof });
	if (problem === undefined) return { extra, index: BigInt(index), proof, checkpoint: note };
	throw new TroupeError({
		code: 'STORAGE_DAMAGED',
		message: `The entry ${index} of the audit log of the tenant ${tenant} is not in the tree of its checkpoint: ${problem}.`,
		fix: 'Restore it from a backup; `troupe audit verify` names the first bad index.',
	});
}

/** @throws TroupeError INPUT_INVALID for a log without entries */
async function requireHead(connection: StateConnection, tenant: string): Promise<AuditHead> {
	const head = await readHead(connection, tenant);
	if (head) return head;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The audit log of the tenant ${tenant} has no entries.`,
		fix: 'Name a tenant with entries: --tenant.',
	});
}
