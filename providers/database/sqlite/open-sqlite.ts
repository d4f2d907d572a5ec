import { chmodSync, closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type * as sqlite from 'node:sqlite';
import { createFolder } from '../../../core/base/create-folder';
import { TroupeError } from '../../../core/base/errors';
import { refuseAddress } from '../database-place';
import { refuseWhileRestoring } from '../refuse-while-restoring';
import { retryWhileBusy } from './retry-while-busy';

export const inMemory = ':memory:';

interface SqliteOptions {
	/** Alternative to SQLite: the end of the fix `Use Node 24, or …`. */
	instead?: string;
	/** Milliseconds to wait for another process. Default 10,000. */
	timeoutMs?: number;
}

/**
 * FULL: acknowledged changes survive a loss of power. Journal and cache are bounded. The timeout is short, because it stops the whole process; longer
 * waits are in JavaScript.
 */
const sharedSettings =
	'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 67108864; PRAGMA busy_timeout = 100; PRAGMA cache_size = -65536';

/** @throws TroupeError INPUT_INVALID, DEPENDENCY_MISSING; and as SQLite does */
export async function openSqlite(file: string, instead: string): Promise<sqlite.DatabaseSync> {
	const connection = await openSqliteFile(file, { instead });
	try {
		await retryWhileBusy(() => connection.exec(sharedSettings));
		return connection;
	} catch (cause) {
		connection.close();
		throw cause;
	}
}

/**
 * Opens a file with SQLite's own settings, created for this user alone. All SQLite state of Troupe is opened here. @throws TroupeError INPUT_INVALID,
 * DEPENDENCY_MISSING, STORAGE_LOCKED while the folder is restored; and as SQLite and the file system do
 */
export async function openSqliteFile(file: string, { instead, timeoutMs = 10_000 }: SqliteOptions = {}): Promise<sqlite.DatabaseSync> {
	refuseAddress(file);
	if (file !== inMemory) refuseWhileRestoring(file);
	const { DatabaseSync } = await importSqlite(instead);
	if (file !== inMemory) createPrivate(file);
	return new DatabaseSync(file, { timeout: timeoutMs });
}

/** Does not open an existing file: closing it would release all locks of this process on it. */
function createPrivate(file: string): void {
	createFolder(dirname(file), 0o700);
	try {
		closeSync(openSync(file, 'wx', 0o600));
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
		// Restored files and journals can be readable by others.
		for (const suffix of ['', '-wal', '-shm']) makePrivate(file + suffix);
	}
}

/** Another process can remove a journal at any moment. */
function makePrivate(file: string): void {
	try {
		chmodSync(file, 0o600);
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
	}
}

async function importSqlite(instead: string | undefined): Promise<typeof sqlite> {
	return import('node:sqlite').catch((cause: unknown) => {
		if (process.execArgv.includes('--no-experimental-sqlite'))
			throw new TroupeError({
				code: 'DEPENDENCY_MISSING',
				message: 'SQLite is switched off in this process: Node does not keep isolated code from the files of databases.',
				fix: 'In the sandbox, demand the level L0+ or a higher one.',
				cause,
			});
		throw new TroupeError({
			code: 'DEPENDENCY_MISSING',
			message: `Node ${process.versions.node} has no built-in SQLite.`,
			fix: `Use Node 24${instead === undefined ? '' : `, or ${instead}`}.`,
			cause,
		});
	});
}
