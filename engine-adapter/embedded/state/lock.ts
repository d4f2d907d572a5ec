import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { TroupeError } from '../../../core/base/errors';

const sqliteBusy = 5;

/**
 * Holds until the connection closes or the process dies. The lock is SQLite's exclusive lock, which the kernel drops with the process, so it is never
 * stale; `<file>.lock` only names the holder. @throws TroupeError ENGINE_LOCKED
 */
export function lockStateFile(connection: DatabaseSync, file: string): void {
	try {
		// Before the first access in WAL mode: no shared memory, and other processes find the file locked.
		connection.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; BEGIN EXCLUSIVE; COMMIT');
	} catch (error) {
		if ((error as { errcode?: number }).errcode !== sqliteBusy) throw error;
		throw engineLocked(file, error);
	}
	if (file !== ':memory:') {
		const holder = JSON.stringify({ pid: process.pid, since: new Date().toISOString() });
		writeFileSync(locateLockFile(file), holder, { mode: 0o600 });
	}
}

/** Call it after closing the connection. */
export function removeLockFile(file: string): void {
	if (file !== ':memory:') rmSync(locateLockFile(file), { force: true });
}

const locateLockFile = (file: string): string => `${file}.lock`;

function engineLocked(file: string, cause: unknown): TroupeError {
	const pid = readHolder(file);
	return new TroupeError({
		code: 'ENGINE_LOCKED',
		message: `The engine state ${file} is in use by another process${pid === undefined ? '' : ` (pid ${pid})`}. Only one process can write it.`,
		fix: 'Stop that process, use its REST API, or name another state file.',
		retryable: true,
		details: { file, pid },
		cause,
	});
}

function readHolder(file: string): number | undefined {
	try {
		return (JSON.parse(readFileSync(locateLockFile(file), 'utf8')) as { pid?: number }).pid;
	} catch {
		return undefined;
	}
}
