import { type AuditEntry, smallestId } from '../../../core/audit/audit-leaf';
import { decodeBundle } from '../../../core/audit/entry-bundle';
import { TileTree } from '../../../core/audit/tile-tree';
import { tileWidth, widthOf } from '../../../core/audit/tile-path';
import type { TlogProof } from '../../../core/audit/tlog-proof';
import { TroupeError } from '../../../core/base/errors';
import { openStateDatabase, type StateConnection } from '../../database/state-database';
import { appendAudit } from './append-audit';
import type { AuditKeys } from './audit-keys';
import { auditSchema, entriesLevel } from './audit-schema';
import { exportAudit, type LogFile } from './export-audit';
import { type CommittedParts, readValues } from './read-values';
import { sequenceAudit } from './sequence-audit';
import { type AuditHead, readHead, readTile, tileReader } from './tile-rows';
import { type KeptCheckpoint, type VerifiedAudit, verifyAudit } from './verify-audit';

/** An entry with its index. */
export interface ListedEntry {
	index: number;
	/** The leaf, as JSON. */
	leaf: string;
	/** By commitment: the values that can still be read. */
	values: Record<string, unknown>;
	/** A stored value is not the one that the leaf commits to: `verify` names the first such entry. */
	isDamaged: boolean;
}

export interface AuditStore {
	/** Writes entries of one tenant in a transaction of their own. Those of a change use `appendAudit`. */
	append(entries: readonly AuditEntry[]): Promise<void>;
	/** Gives entries that wait their index. @returns the head; undefined for an empty log @throws TroupeError STORAGE_DAMAGED */
	sequence(tenant: string): Promise<AuditHead | undefined>;
	/** Returns entries that have an index, the last ones first. @param before an index; default: the end */
	list(tenant: string, limit: number, before?: number): Promise<ListedEntry[]>;
	/** Proves that an entry is in the log of the newest checkpoint. `extra` is the leaf. @throws TroupeError INPUT_INVALID */
	prove(tenant: string, index: number): Promise<TlogProof>;
	/** Proves that the log of an earlier size is the beginning of the newest. @throws TroupeError INPUT_INVALID */
	proveConsistency(tenant: string, size: number): Promise<Buffer[]>;
	verify(tenant: string, kept?: readonly KeptCheckpoint[]): Promise<VerifiedAudit>;
	/** Returns the files of the log for those who verify it elsewhere, the checkpoint last. None for an empty log. */
	export(tenant: string): AsyncGenerator<LogFile>;
	/** Removes what leaves from before a time commit to. The leaves stay. @returns how many values */
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
		sequence: async (tenant) => sequenceAudit(database, tenant, await openKeys()),
		async list(tenant, limit, before = Infinity) {
			const keys = await openKeys();
			return read(tenant, (connection) => listEntries(connection, { tenant, limit: Math.min(limit, maxListed), before }, keys));
		},
		prove: (tenant, index) =>
			read(tenant, async (connection) => {
				const { size, note } = await requireHead(connection, tenant);
				const proof = await new TileTree(size, tileReader(connection, tenant)).proveInclusion(index);
				const place = Math.floor(index / tileWidth);
				const extra = (await readBundle(connection, tenant, place, size))[index % tileWidth]!;
				return { extra, index: BigInt(index), proof, checkpoint: note };
			}),
		proveConsistency: (tenant, earlier) =>
			read(tenant, async (connection) => {
				const { size } = await requireHead(connection, tenant);
				return new TileTree(size, tileReader(connection, tenant)).proveConsistency(earlier);
			}),
		async verify(tenant, kept) {
			const keys = await openKeys();
			return read(tenant, (connection) => verifyAudit(connection, tenant, keys, kept));
		},
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

async function requireHead(connection: StateConnection, tenant: string): Promise<AuditHead> {
	const head = await readHead(connection, tenant);
	if (head) return head;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The audit log of the tenant ${tenant} has no entries.`,
		fix: 'Name a tenant with entries: --tenant.',
	});
}

/** Returns the entries of a bundle that the checkpoint covers. */
async function readBundle(connection: StateConnection, tenant: string, place: number, size: number): Promise<Buffer[]> {
	return decodeBundle(await readTile(connection, tenant, entriesLevel, place), widthOf(size, 0, place));
}

async function listEntries(
	connection: StateConnection,
	{ tenant, limit, before }: { tenant: string; limit: number; before: number },
	keys: AuditKeys,
): Promise<ListedEntry[]> {
	const { size } = (await readHead(connection, tenant)) ?? { size: 0 };
	const listed: Array<Pick<ListedEntry, 'index' | 'leaf'>> = [];
	let end = Math.min(before, size);
	while (listed.length < limit && end > 0) {
		const place = Math.floor((end - 1) / tileWidth);
		const entries = await readBundle(connection, tenant, place, size);
		for (let index = end - 1; index >= place * tileWidth && listed.length < limit; index -= 1)
			listed.push({ index, leaf: entries[index % tileWidth]!.toString() });
		end = place * tileWidth;
	}
	const parsed = listed.map(({ leaf }) => JSON.parse(leaf) as CommittedParts);
	const opened = await readValues(connection, tenant, parsed, keys);
	return listed.map((entry, place) => ({ ...entry, ...opened[place]! }));
}
