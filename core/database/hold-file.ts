import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { openBare } from './open-sqlite';

/** https://sqlite.org/rescode.html: busy, and locked by a connection of our own. */
const taken = [5, 6];

/**
 * Something that one process at a time may do, held by SQLite's lock on an empty file: the system lets go of it when the process ends, however
 * it ends.
 * @returns what lets go of it; undefined while somebody else holds it @throws as SQLite does
 */
export async function holdFile(file: string, instead: string): Promise<(() => Promise<void>) | undefined> {
	closeSync(openSync(file, 'a', 0o600));
	const before = inodeOf(file);
	const connection = await openBare(file, instead);
	try {
		connection.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
		// Who held it before removes it: then this may be the lock on a file that the next one does not see, also where that has made another.
		if (before === undefined || inodeOf(file) !== before) throw Object.assign(new Error('it was just let go of'), { errcode: taken[0] });
	} catch (cause) {
		connection.close();
		if (taken.includes(((cause as { errcode?: number }).errcode ?? 0) & 0xff)) return undefined;
		throw cause;
	}
	return () => {
		// Some systems remove no file that is open: an empty one is left then.
		try {
			rmSync(file, { force: true });
		} finally {
			connection.close();
		}
		return Promise.resolve();
	};
}

const inodeOf = (file: string) => statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
