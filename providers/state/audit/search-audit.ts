import { openCommitment, type PartName } from '../../../core/audit/audit-leaf';
import { type AuditQuery, matches, mayMatch, type ReadLeaf } from '../../../core/audit/audit-query';
import { decodeBundle } from '../../../core/audit/entry-bundle';
import { tileWidth, widthOf } from '../../../core/audit/tile-path';
import { bytesOf } from '../../database/in-list';
import type { StateConnection } from '../../database/state-database';
import { type AuditKeys, keyBoundTo, valueBoundTo } from './audit-keys';
import { entriesLevel } from './audit-schema';
import { readHead, readTile } from './tile-rows';

/** An entry with its index. */
export interface ListedEntry {
	index: number;
	/** The leaf, as JSON. */
	leaf: string;
	/** By commitment: the values that can still be read. */
	values: Record<string, unknown>;
}

export interface AuditPage {
	entries: ListedEntry[];
	/** Entries before this index were not looked at. Undefined: there are none. */
	next?: number;
}

export interface AuditSearch extends AuditQuery {
	limit: number;
	/** Only entries before this index. Default: the end. */
	before?: number;
}

/** Entries that one search looks at: what is rare is found with the next page. */
const maxLooked = 100_000;

/** Returns entries that have an index, the last ones first. */
export async function searchAudit(
	connection: StateConnection,
	tenant: string,
	{ limit, before = Infinity, ...query }: AuditSearch,
	keys: AuditKeys,
): Promise<AuditPage> {
	const { size } = (await readHead(connection, tenant)) ?? { size: 0 };
	const entries: ListedEntry[] = [];
	let end = Math.min(before, size);
	const last = Math.max(0, end - maxLooked);
	while (end > last) {
		const place = Math.floor((end - 1) / tileWidth);
		const bundle = await readBundle(connection, tenant, place, size);
		const some = bundle
			.slice(0, end - place * tileWidth)
			.map((entry, at) => ({ index: place * tileWidth + at, leaf: entry.toString() }))
			.filter(({ leaf }) => mayMatch(JSON.parse(leaf) as ReadLeaf, query))
			.reverse();
		for (const entry of await openEntries(connection, tenant, some, keys)) {
			if (!matches(JSON.parse(entry.leaf) as ReadLeaf, entry.values, query)) continue;
			entries.push(entry);
			if (entries.length === limit) return { entries, ...(entry.index > 0 && { next: entry.index }) };
		}
		end = place * tileWidth;
	}
	return { entries, ...(end > 0 && { next: end }) };
}

/** Returns the entries of a bundle that the checkpoint covers. */
export async function readBundle(connection: StateConnection, tenant: string, place: number, size: number): Promise<Buffer[]> {
	return decodeBundle(await readTile(connection, tenant, entriesLevel, place), widthOf(size, 0, place));
}

interface ValueRow {
	entry: Uint8Array;
	part: PartName;
	sealed: Uint8Array;
	subject: string;
	wrapped: Uint8Array;
}

/** Opens what leaves commit to, by the commitment. Values whose key was destroyed are missing. @throws TroupeError VAULT_UNREADABLE */
async function openEntries(
	connection: StateConnection,
	tenant: string,
	listed: Array<Omit<ListedEntry, 'values'>>,
	keys: AuditKeys,
): Promise<ListedEntry[]> {
	if (listed.length === 0) return [];
	const parsed = new Map(listed.map(({ leaf }) => JSON.parse(leaf) as ReadLeaf).map((leaf) => [leaf.id, leaf]));
	const rows = await connection.all<ValueRow>(
		`SELECT audit_value.entry, audit_value.part, audit_value.sealed, audit_key.subject, audit_key.sealed AS wrapped FROM audit_value
		JOIN audit_key ON audit_key.id = audit_value.key_id WHERE audit_value.tenant = ? AND audit_value.entry IN ${bytesOf(connection)}`,
		...[tenant, JSON.stringify([...parsed.keys()])],
	);
	const opened = new Map<string, Record<string, unknown>>();
	for (const { entry, part, sealed, subject, wrapped } of rows) {
		const id = Buffer.from(entry).toString('hex');
		const commitment = parsed.get(id)?.[part]?.sha256 ?? '';
		const key = await keys.openKey(wrapped, keyBoundTo(tenant, subject));
		const value = openCommitment(key.unseal(sealed, valueBoundTo(tenant, commitment)), commitment);
		if (value) opened.set(id, { ...opened.get(id), [commitment]: value.value });
	}
	const ids = [...parsed.keys()];
	return listed.map((entry, place) => ({ ...entry, values: opened.get(ids[place]!) ?? {} }));
}
