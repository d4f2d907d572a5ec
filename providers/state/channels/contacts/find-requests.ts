/** Finds the stored requests that name a person. They are sealed: those whose marks fit are opened and read. */
import type { StateConnection } from '../../../database/state-database';
import { findMarked } from '../sealed/request-marks';
import { openRow, type StoredReceipt } from '../sealed/request-text';

/** Shorter names stand by chance in the requests of others. */
export const shortestName = 4;
const readAtOnce = 200;

/** Gives one portion a transaction of its own, so that others write in between. */
export type ReadPortion = <Result>(work: (connection: StateConnection) => Promise<Result>) => Promise<Result>;

/** Requests of a table: receipts, or those that still have to become receipts. */
export interface RequestTable {
	table: 'receipt' | 'request';
	/** The column in whose order they are read. */
	order: 'id' | 'number';
}

export const receiptTable: RequestTable = { table: 'receipt', order: 'id' };
export const inboxTable: RequestTable = { table: 'request', order: 'number' };

/** Recognizes a person by names in lower case: a longer word that contains one is somebody else's. */
function namedIn(names: readonly string[]): (text: string) => boolean {
	const forms = names.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
	const isNamed = new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms})(?![\\p{L}\\p{N}])`, 'u');
	return (text) => {
		const lower = text.toLowerCase();
		return names.some((name) => lower.includes(name)) && isNamed.test(lower);
	};
}

/**
 * Returns the ids of the requests that have one of the names. One that nobody can open names nobody any more.
 * @param since reads those alone that were received from then on, in milliseconds since the epoch
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
				...[tenant, from, since, ...(marked?.values ?? [])],
			);
			for (const row of rows) if (isNamed((await openRow(connection, row)).stored)) found.push(row.id);
			return rows.length < readAtOnce ? undefined : rows.at(-1)!.place;
		});
	}
	return found;
}
