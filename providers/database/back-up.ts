import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { openSqliteFile } from './sqlite/open-sqlite';
import { storageFault } from './storage-fault';

/** https://sqlite.org/rescode.html */
const corrupt = 11;
/** A gigabyte a minute, while the owner's statements hardly wait. */
const pagesPerStep = 500;
/** The max of `backup`. */
const maxPages = 2 ** 31 - 1;
const maxAttempts = 30;

/**
 * Copies an open database to a new file that only this user can read. The owner keeps working. @throws TroupeError NOT_SUPPORTED on a Node that
 * cannot copy, STORAGE_*
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
 * Node aborts a copy, without an error code, when a step meets a transaction of the same connection. Retries use larger, so fewer, steps; the owner's
 * statements wait longer.
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

export interface Snapshot {
	copy(into: string): Promise<void>;
	close(): void;
}

/**
 * While this read transaction is open, the journal cannot be emptied. @throws TroupeError STORAGE_LOCKED where another process has the file to
 * itself; STORAGE_*
 */
export async function openSnapshot(file: string): Promise<Snapshot> {
	const subject = { file, what: 'The database' };
	return faultsOf(subject, async () => {
		const connection = await openSqliteFile(file, { timeoutMs: 2_000 });
		try {
			connection.exec('BEGIN');
			// The transaction begins with the first read.
			connection.prepare('SELECT 1 FROM sqlite_schema').get();
			return { copy: (into) => backUp(connection, into, subject), close: () => connection.isOpen && connection.close() };
		} catch (cause) {
			connection.close();
			throw cause;
		}
	});
}

export interface DatabaseSchema {
	version: number;
	migrations: string[];
}

/** Checks that a copy is complete. @throws TroupeError STORAGE_DAMAGED */
export async function checkCopy(file: string): Promise<DatabaseSchema> {
	return faultsOf({ file, what: 'The copy' }, async () => {
		const connection = await openSqliteFile(file);
		try {
			checkPages(connection);
			return readSchema(connection);
		} finally {
			connection.close();
		}
	});
}

/** @throws as SQLite does, for the first damaged page */
export function checkPages(connection: DatabaseSync): void {
	const { quick_check: result } = connection.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
	if (result !== 'ok') throw Object.assign(new Error(result), { errcode: corrupt });
}

function readSchema(connection: DatabaseSync): DatabaseSchema {
	const { user_version: version } = connection.prepare('PRAGMA user_version').get() as { user_version: number };
	const tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB '*_migration'").all();
	const migrations = tables.flatMap(({ name }) => connection.prepare(`SELECT name FROM "${name as string}" ORDER BY name`).all());
	return { version, migrations: [...migrations.map(({ name }) => name as string), ...readSubjects(connection)] };
}

function readSubjects(connection: DatabaseSync): string[] {
	if (!connection.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'").get()) return [];
	const rows = connection.prepare('SELECT subject, version FROM schema_version ORDER BY subject').all();
	return rows.map(({ subject, version }) => `${String(subject)} ${String(version)}`);
}

async function faultsOf<Result>(subject: { file: string; what: string }, work: () => Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (cause) {
		throw isTroupeError(cause) ? cause : storageFault(subject, 'used', cause);
	}
}
