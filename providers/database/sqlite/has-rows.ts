import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Reads without the write-ahead log: newly added rows can be missing. False for a missing or empty file. @throws as SQLite does */
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
