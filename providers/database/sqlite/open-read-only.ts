import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

/** Opens a database of the installation without creating files beside it. One that no process has open is read as it is. */
export function openReadOnly(file: string): DatabaseSync {
	const place = pathToFileURL(file);
	if (!existsSync(`${file}-wal`)) place.searchParams.set('immutable', '1');
	return new DatabaseSync(place, { readOnly: true });
}
