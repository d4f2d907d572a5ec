import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

/** Creates no files beside the database. */
export function openReadOnly(file: string): DatabaseSync {
	const place = pathToFileURL(file);
	if (!existsSync(`${file}-wal`)) place.searchParams.set('immutable', '1');
	return new DatabaseSync(place, { readOnly: true });
}
