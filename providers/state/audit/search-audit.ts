import { type AuditQuery, matches, mayMatch, type ReadLeaf } from '../../../core/audit/audit-query';
import { TroupeError } from '../../../core/base/errors';
import { decodeBundle } from '../../../core/audit/entry-bundle';
import { tileWidth, widthOf } from '../../../core/audit/tile-path';
import type { StateConnection } from '../../database/state-database';
import type { AuditKeys } from './audit-keys';
import { entriesLevel } from './audit-schema';
import { readValues } from './read-values';
import { readHead, readTile } from './tile-rows';

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
			.filter((entry) => mayMatch(parseLeaf(entry, tenant), query))
			.reverse();
		const leaves = some.map((entry) => parseLeaf(entry, tenant));
		const opened = some.length > 0 ? await readValues(connection, tenant, leaves, keys) : [];
		for (const [at, entry] of some.entries()) {
			if (!matches(leaves[at]!, opened[at]!.values, query)) continue;
			entries.push({ ...entry, ...opened[at]! });
			if (entries.length === limit) return { entries, ...(entry.index > 0 && { next: entry.index }) };
		}
		end = place * tileWidth;
	}
	return { entries, ...(end > 0 && { next: end }) };
}

function parseLeaf({ index, leaf }: Pick<ListedEntry, 'index' | 'leaf'>, tenant: string): ReadLeaf {
	try {
		return JSON.parse(leaf) as ReadLeaf;
	} catch (cause) {
		throw new TroupeError({
			code: 'STORAGE_DAMAGED',
			message: `The entry ${index} of the audit log of the tenant ${tenant} is not JSON: it is not the one that was written.`,
			fix: `Run \`troupe audit verify\`, and restore the log from a backup. To read the entries before it, add --before ${index}.`,
			cause,
		});
	}
}

/** Returns the entries of a bundle that the checkpoint covers. */
export async function readBundle(connection: StateConnection, tenant: string, place: number, size: number): Promise<Buffer[]> {
	return decodeBundle(await readTile(connection, tenant, entriesLevel, place), widthOf(size, 0, place));
}
