import { chmodSync, closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type * as sqlite from 'node:sqlite';
import { createFolder } from '../../../core/base/create-folder';
import { TroupeError } from '../../../core/base/errors';
import { refuseAddress } from '../database-place';
import { refuseWhileRestoring } from '../refuse-while-restoring';
import { retryWhileBusy } from './retry-while-busy';

/** Lives as long as its connection. */
export const inMemory = ':memory:';

export interface SqliteOptions {
	/** What else can be done where Node has no SQLite: the end of the fix `Use Node 24, or …`. */
	instead?: string;
	/** Milliseconds that a statement waits while another process holds the file. Default 10,000. */
	timeoutMs?: number;
}

/**
 * FULL: a change that was answered for is on the disk, also after a loss of power. The pages that the journal leaves and the cache are bounded.
 * The timeout of a statement is short, because the whole process stops during it. Longer waits are done in JavaScript.
 */
const sharedSettings =
	'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 67108864; PRAGMA busy_timeout = 100; PRAGMA cache_size = -65536';

/** Opens a file that several processes share. @throws TroupeError INPUT_INVALID, DEPENDENCY_MISSING; and as SQLite does */
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
 * Opens a file with SQLite's own settings. The file and its folder are created if they are missing, readable by this user alone from the first byte.
 * Everything in Troupe that keeps state in SQLite opens it here.
 * @throws TroupeError INPUT_INVALID, DEPENDENCY_MISSING, STORAGE_LOCKED while the folder is restored; and as SQLite and the file system do
 */
export async function openSqliteFile(file: string, { instead, timeoutMs = 10_000 }: SqliteOptions = {}): Promise<sqlite.DatabaseSync> {
	refuseAddress(file);
	if (file !== inMemory) refuseWhileRestoring(file);
	const { DatabaseSync } = await importSqlite(instead);
	if (file !== inMemory) createPrivate(file);
	return new DatabaseSync(file, { timeout: timeoutMs });
}

/** A file that exists is not opened here: closing it would give up every lock that this process holds on it. */
function createPrivate(file: string): void {
	createFolder(dirname(file), 0o700);
	try {
		closeSync(openSync(file, 'wx', 0o600));
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
		// A restored file, or its journal, can be readable by others.
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
