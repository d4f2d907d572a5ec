import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type * as sqlite from 'node:sqlite';
import { TroupeError } from '../core/base/errors';
import { refuseAddress } from './database-place';

const patienceMs = 10_000;
/**
 * FULL: a change that was answered for is on the disk, also after a loss of power. The pages that the journal leaves and the cache are bounded.
 * The patience of a statement is short, as it stops the whole process: who waits longer waits in JavaScript.
 */
const settings =
	'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 67108864; PRAGMA busy_timeout = 100; PRAGMA cache_size = -65536';

/** Opens a file that several processes may share; it and its folder are made for this user alone. @param instead of SQLite, for the fix @throws TroupeError INPUT_INVALID, DEPENDENCY_MISSING; and as SQLite does */
export async function openSqlite(file: string, instead: string): Promise<sqlite.DatabaseSync> {
	const connection = await openBare(file, instead);
	try {
		connection.exec(settings);
		return connection;
	} catch (cause) {
		connection.close();
		throw cause;
	}
}

/** The same as SQLite opens it, without our settings. */
export async function openBare(file: string, instead: string): Promise<sqlite.DatabaseSync> {
	refuseAddress(file);
	const { DatabaseSync } = await importSqlite(instead);
	let connection;
	try {
		mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
		connection = new DatabaseSync(file, { timeout: patienceMs });
		chmodSync(file, 0o600);
		return connection;
	} catch (cause) {
		connection?.close();
		throw cause;
	}
}

async function importSqlite(instead: string): Promise<typeof sqlite> {
	return import('node:sqlite').catch((cause: unknown) => {
		throw new TroupeError({
			code: 'DEPENDENCY_MISSING',
			message: `Node ${process.versions.node} brings no SQLite.`,
			fix: `Run it with Node 24, or ${instead}.`,
			cause,
		});
	});
}
