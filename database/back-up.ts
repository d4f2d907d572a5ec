import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import { isTroupeError, TroupeError } from '../core/base/errors';
import { openSqliteFile } from './open-sqlite';
import { storageFault } from './storage-fault';

/** https://sqlite.org/rescode.html */
const corrupt = 11;
/** Enough for a gigabyte a minute, few enough that the owner's statements hardly wait. */
const pagesPerStep = 500;
/** The limit of `backup`. */
const maxPages = 2 ** 31 - 1;
const maxAttempts = 30;

/**
 * Copies the database of an open connection to a new file that only this user can read. The owner keeps working.
 * @throws TroupeError NOT_SUPPORTED on a Node that cannot copy, STORAGE_*
 */
export async function backUp(connection: DatabaseSync, into: string, subject: { file: string; what: string }): Promise<void> {
	const { backup } = await import('node:sqlite');
	// Node 22.16 and 23.8 added it.
	if ((backup as unknown) === undefined)
		throw new TroupeError({
			code: 'NOT_SUPPORTED',
			message: `Node ${process.versions.node} cannot copy an open database.`,
			fix: 'Use Node 22.16 or newer, or stop the service and copy the file.',
		});
	try {
		closeSync(openSync(into, 'wx', 0o600));
		await copyBetweenWrites((rate) => backup(connection, into, { rate }));
	} catch (cause) {
		throw isTroupeError(cause) ? cause : storageFault({ ...subject, file: into, what: `A copy of ${subject.file}` }, 'used', cause);
	}
}

/**
 * Node ends a copy of which a step meets a transaction of the same connection, with an error that has no code. The copy starts again in
 * larger steps: fewer of them meet one, although the owner's statements wait longer.
 */
async function copyBetweenWrites(copy: (pages: number) => Promise<number>): Promise<void> {
	for (let attempt = 1, pages = pagesPerStep; ; attempt += 1, pages = Math.min(4 * pages, maxPages)) {
		try {
			await copy(pages);
			return;
		} catch (error) {
			if ((error as { errcode?: number }).errcode !== 0 || attempt === maxAttempts) throw error;
			await sleep(attempt);
		}
	}
}

/** Checks that a copy is a whole database. @throws TroupeError STORAGE_DAMAGED */
export async function checkCopy(file: string): Promise<void> {
	const subject = { file, what: 'The copy' };
	try {
		const connection = await openSqliteFile(file);
		try {
			const { quick_check: result } = connection.prepare('PRAGMA quick_check').get() as { quick_check: string };
			if (result !== 'ok') throw Object.assign(new Error(result), { errcode: corrupt });
		} finally {
			connection.close();
		}
	} catch (cause) {
		throw isTroupeError(cause) ? cause : storageFault(subject, 'used', cause);
	}
}
