import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * Returns whether one of the tables of a SQLite file has rows. The file is only read, without its write-ahead log: rows that a running process
 * has just added can be missing. False for a file that does not exist, or is empty.
 * @throws as SQLite does
 */
export async function hasRows(file: string, tables: readonly string[]): Promise<boolean> {
	if (!existsSync(file)) return false;
	const { DatabaseSync } = await import('node:sqlite');
	const place = pathToFileURL(file);
	place.searchParams.set('immutable', '1');
	const connection = new DatabaseSync(place, { readOnly: true });
	try {
		const known = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
		return tables
			.filter((table) => known.some(({ name }) => name === table))
			.some((table) => connection.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined);
	} finally {
		connection.close();
	}
}
