import { rmSync, statSync } from 'node:fs';
import { openSqliteFile } from './open-sqlite';

/** https://sqlite.org/rescode.html: busy, and locked by a connection of our own. */
const taken = [5, 6];

/**
 * Something that one process at a time may do, held by SQLite's lock on an empty file: the system lets go of it when the process ends, however
 * it ends.
 * @returns what lets go of it; undefined while somebody else holds it @throws as SQLite does
 */
export async function holdFile(file: string, instead: string): Promise<(() => Promise<void>) | undefined> {
	if (identityOf(file) === undefined) (await openSqliteFile(file, { instead })).close();
	const before = identityOf(file);
	const connection = await openSqliteFile(file, { instead });
	try {
		connection.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
		// Who held it before removes it, and the next one makes it anew: then this is the lock on a file that nobody else sees.
		if (before === undefined || identityOf(file) !== before) throw Object.assign(new Error('it was just released'), { errcode: taken[0] });
	} catch (cause) {
		connection.close();
		if (taken.includes(((cause as { errcode?: number }).errcode ?? 0) & 0xff)) return undefined;
		throw cause;
	}
	return async () => {
		try {
			rmSync(file, { force: true });
		} catch {
			// Some systems remove no file that is open: an empty one is left then, as after a kill.
		} finally {
			connection.close();
		}
	};
}

/** A file that is open keeps its number to itself. It is not opened for this: to close it would give up all locks that this process has on it. */
function identityOf(file: string): bigint | undefined {
	return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
}
