import { existsSync } from 'node:fs';
import type * as sqlite from 'node:sqlite';
import { openSqliteFile } from './open-sqlite';
import { faultReason } from '../fault-reason';
import { retryWhileBusy } from './retry-while-busy';
import { storageFault } from '../storage-fault';

const sqliteBusy = 5;
/** Half a minute of work at most; larger files are compacted when an operator asks for it. */
const maxBytes = 512 * 1024 * 1024;

/**
 * Rewrites a file, unless it is too large for a moment's work. SQLite overwrites what it removes, but not the copies that it left in the unused space of
 * pages when it moved rows between them (`PRAGMA secure_delete` knows removed rows only). To be called outside of transactions.
 * It needs as much room as the file has, in the folder of temporary files and in the journal. Without it, the file stays as it was.
 * @param atMost Infinity: also what has no room is a fault
 * @returns whether it was small enough, and had room
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
 * Compacts a file that others use too, and empties its journal. A file that is missing has nothing to compact.
 * @returns whether it was small enough, and had room
 * @throws TroupeError STORAGE_LOCKED, retryable, while others read or write it for longer than some seconds; STORAGE_*
 */
export async function compactFile(file: string, atMost?: number): Promise<boolean> {
	if (!existsSync(file)) return true;
	const connection = await openSqliteFile(file, { timeoutMs: 0 });
	try {
		if (!(await retryWhileBusy(() => compact(connection, atMost)))) return false;
		// Each rewriting adds the whole file to the journal: it is not repeated while somebody reads.
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
