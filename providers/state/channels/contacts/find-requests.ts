/** Finds stored requests that name a person. They are sealed: those with matching marks are opened. */
import type { StateConnection } from '../../../database/state-database';
import { findMarked } from '../sealed/request-marks';
import { openRow, type StoredReceipt } from '../sealed/request-text';

/** Shorter names match other people's requests by chance. */
export const shortestName = 4;
const readAtOnce = 200;

/** Runs a portion in its own transaction, so that others can write in between. */
export type ReadPortion = <Result>(work: (connection: StateConnection) => Promise<Result>) => Promise<Result>;

interface RequestTable {
	table: 'receipt' | 'request';
	order: 'id' | 'number';
}

const receiptTable: RequestTable = { table: 'receipt', order: 'id' };
export const inboxTable: RequestTable = { table: 'request', order: 'number' };

/** Matches whole lower-case names only: a longer word is another person's. */
function namedIn(names: readonly string[]): (text: string) => boolean {
	const forms = names.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
	const isNamed = new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms})(?![\\p{L}\\p{N}])`, 'u');
	return (text) => {
		const lower = text.toLowerCase();
		return names.some((name) => lower.includes(name)) && isNamed.test(lower);
	};
}

/**
 * Returns ids of requests with one of the names. Unreadable ones name nobody any more. @param since reads only those received from then on, in
 * milliseconds since the epoch
 */
export async function findRequests(
	read: ReadPortion,
	{ tenant, written, since = 0 }: { tenant: string; written: readonly string[]; since?: number },
	{ table, order }: RequestTable = receiptTable,
): Promise<string[]> {
	const names = written.filter(({ length }) => length >= shortestName);
	if (names.length === 0) return [];
	const isNamed = namedIn(names);
	const found: string[] = [];
	for (let after: string | number | undefined = order === 'id' ? '' : -1; after !== undefined;) {
		const from: string | number = after;
		after = await read(async (connection): Promise<string | number | undefined> => {
			const { keys } = connection;
			const marked = keys && findMarked((whose, text) => keys.hash(whose, text), connection.dialect, { tenant, names });
			const rows = await connection.all<StoredReceipt & { place: string | number }>(
				`SELECT id, tenant, channel, name, stored, ${order} AS place FROM ${table}
				WHERE tenant = ? AND ${order} > ? AND received_at >= ? ${marked ? `AND ${marked.sql}` : ''} ORDER BY ${order} LIMIT ${readAtOnce}`,
				tenant,
				from,
				since,
				...(marked?.values ?? []),
			);
			for (const row of rows) if (isNamed((await openRow(connection, row)).stored)) found.push(row.id);
			return rows.length < readAtOnce ? undefined : rows.at(-1)!.place;
		});
	}
	return found;
}
