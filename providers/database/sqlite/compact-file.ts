import { existsSync } from 'node:fs';
import type * as sqlite from 'node:sqlite';
import { openSqliteFile } from './open-sqlite';
import { faultReason } from '../fault-reason';
import { retryWhileBusy } from './retry-while-busy';
import { storageFault } from '../storage-fault';

const sqliteBusy = 5;
/** At most half a minute of work; operators compact larger files. */
const maxBytes = 512 * 1024 * 1024;

/**
 * Rewrites a file unless it is too large. SQLite overwrites removed rows, but not copies in unused page space (`PRAGMA secure_delete`). Call outside
 * of transactions. Needs the file's size in the temporary folder and in the journal; without room, the file stays. @param atMost Infinity: lack of
 * room is a fault @returns whether it was small enough, and had room
 */
export function compact(connection: sqlite.DatabaseSync, atMost = maxBytes): boolean {
	const read = (what: string) => Number(Object.values(connection.prepare(`PRAGMA ${what}`).get()!)[0]);
	if (read('page_count') * read('page_size') > atMost) return false;
	try {
		connection.exec('VACUUM');
		return true;
	} catch (cause) {
		if (atMost === Infinity || faultReason(cause)?.kind !== 'full') throw cause;
		return false;
	}
}

/**
 * Compacts a shared file, and empties its journal. A missing file is skipped. @returns whether it was small enough, and had room @throws TroupeError
 * STORAGE_LOCKED, retryable, while others use it for longer than some seconds; STORAGE_*
 */
export async function compactFile(file: string, atMost?: number): Promise<boolean> {
	if (!existsSync(file)) return true;
	const connection = await openSqliteFile(file, { timeoutMs: 0 });
	try {
		if (!(await retryWhileBusy(() => compact(connection, atMost)))) return false;
		// Each rewriting adds the whole file to the journal: not repeated while somebody reads.
		await retryWhileBusy(() => {
			const { busy } = connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
			if (busy !== 0)
				throw Object.assign(new Error('its journal still has what was removed, as another process reads it'), { errcode: sqliteBusy });
		});
		return true;
	} catch (cause) {
		throw storageFault({ file, what: 'The file' }, 'compacted', cause);
	} finally {
		connection.close();
	}
}
