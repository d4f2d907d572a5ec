import { rmSync, statSync } from 'node:fs';
import { openSqliteFile } from './open-sqlite';

/** https://sqlite.org/rescode.html: busy, and locked by our own connection. */
const taken = [5, 6];

/**
 * Takes SQLite's exclusive lock on an empty file. The system releases it when the process ends. @returns a function that releases it; undefined while
 * another process holds it @throws as SQLite does
 */
export async function holdFile(file: string, instead: string): Promise<(() => Promise<void>) | undefined> {
	if (readIdentity(file) === undefined) (await openSqliteFile(file, { instead })).close();
	const before = readIdentity(file);
	const connection = await openSqliteFile(file, { instead });
	try {
		connection.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
		// The previous holder removes the file: this lock may be on a removed one.
		if (before === undefined || readIdentity(file) !== before)
			throw Object.assign(new Error('it was just released'), { errcode: taken[0] });
	} catch (cause) {
		connection.close();
		if (taken.includes(((cause as { errcode?: number }).errcode ?? 0) & 0xff)) return undefined;
		throw cause;
	}
	return async () => {
		try {
			rmSync(file, { force: true });
		} catch {
			// Some systems do not remove an open file: an empty one stays, as after a kill.
		} finally {
			connection.close();
		}
	};
}

/** Opening and closing the file here would release all locks of this process. */
function readIdentity(file: string): bigint | undefined {
	return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
}
