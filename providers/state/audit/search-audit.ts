import { type AuditQuery, matches, mayMatch, type ReadLeaf } from '../../../core/audit/audit-query';
import { decodeBundle } from '../../../core/audit/entry-bundle';
import { tileWidth, widthOf } from '../../../core/audit/tile-path';
import { TroupeError } from '../../../core/base/errors';
import type { StateConnection } from '../../database/state-database';
import type { AuditKeys } from './audit-keys';
import { entriesLevel } from './audit-schema';
import { readValues } from './read-values';
import { readHead, readTile } from './tile-rows';
import { maxClockSkewMs } from './verify-bundle';

export interface ListedEntry {
	index: number;
	leaf: string;
	values: Record<string, unknown>;
	/** A stored value does not match its leaf; `verify` names the first such entry. */
	isDamaged: boolean;
}

export interface AuditPage {
	entries: ListedEntry[];
	/** Entries before this index were not searched. Undefined: none are left. */
	next?: number;
}

export interface AuditSearch extends AuditQuery {
	limit: number;
	/** Only entries before this index. Default: the end. */
	before?: number;
}

const maxLooked = 100_000;

/** Max time by which an entry may precede an earlier one; generous, for machines with wrong clocks. */
const slackMs = 12 * maxClockSkewMs;

/** Returns indexed entries, newest first; stops at a bundle entirely before the requested time. @throws TroupeError STORAGE_DAMAGED */
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
		const read = bundle.slice(0, end - place * tileWidth).map((entry, at) => readEntry(entry, place * tileWidth + at, tenant));
		if (isBefore(read, query.from)) return { entries };
		const some = read.filter((one) => mayMatch(one.read, query)).reverse();
		const leaves = some.map((one) => one.read);
		const opened = some.length > 0 ? await readValues(connection, tenant, leaves, keys) : [];
		for (const [at, { index, leaf, read: own }] of some.entries()) {
			if (!matches(own, opened[at]!.values, query)) continue;
			entries.push({ index, leaf, ...opened[at]! });
			if (entries.length === limit) return { entries, ...(index > 0 && { next: index }) };
		}
		end = place * tileWidth;
	}
	return { entries, ...(end > 0 && { next: end }) };
}

interface ReadEntry {
	index: number;
	leaf: string;
	read: ReadLeaf;
}

/** Needs a whole bundle: one machine's clock may be wrong for some entries. */
const isBefore = (entries: readonly ReadEntry[], from = -Infinity): boolean =>
	entries.length === tileWidth && entries.every(({ read }) => Date.parse(read.at) < from - slackMs);

function readEntry(entry: Buffer, index: number, tenant: string): ReadEntry {
	const leaf = entry.toString();
	try {
		return { index, leaf, read: JSON.parse(leaf) as ReadLeaf };
	} catch (cause) {
		throw unreadable(tenant, index, cause);
	}
}

/** Returns a bundle's entries that the checkpoint covers. @throws TroupeError STORAGE_DAMAGED */
export async function readBundle(connection: StateConnection, tenant: string, place: number, size: number): Promise<Buffer[]> {
	const content = await readTile(connection, tenant, entriesLevel, place);
	try {
		return decodeBundle(content, widthOf(size, 0, place));
	} catch (cause) {
		throw unreadable(tenant, place * tileWidth, cause);
	}
}

const unreadable = (tenant: string, index: number, cause: unknown) =>
	new TroupeError({
		code: 'STORAGE_DAMAGED',
		message: `The entries of the audit log of the tenant ${tenant} cannot be read from the index ${index} on.`,
		fix: `Restore it from a backup; \`troupe audit verify\` names the first bad index. To read what is before, add --before ${index}.`,
		cause,
	});
