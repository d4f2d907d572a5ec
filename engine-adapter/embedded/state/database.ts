import { randomInt } from 'node:crypto';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { backUp } from '../../../providers/database/back-up';
import { compact } from '../../../providers/database/sqlite/compact-file';
import { openSqliteFile } from '../../../providers/database/sqlite/open-sqlite';
import { newerSchema, storageFault } from '../../../providers/database/storage-fault';
import { lockStateFile, removeLockFile } from './lock';
import { schemaVersion, schemas } from './schema';

/** Creates or upgrades tables. @throws TroupeError NOT_SUPPORTED for a file of a newer version */
function migrate(connection: DatabaseSync, subject: { file: string; what: string }): void {
	const { user_version: found } = connection.prepare('PRAGMA user_version').get() as { user_version: number };
	if (found > schemaVersion) throw newerSchema(subject, found, schemaVersion);
	if (found === schemaVersion) return;
	const counter = found === 0 ? `INSERT INTO counter VALUES ('key', ${firstKey()});` : '';
	connection.exec(`BEGIN; ${schemas.slice(found).join('')} ${counter} PRAGMA user_version = ${schemaVersion}; COMMIT`);
}

/**
 * Like Zeebe's keys of partition 1, below 2^53. Each database begins elsewhere: an instance's key names its conversation by default, and two
 * databases must not share one.
 */
const firstKey = (): number => 2 ** 51 + 1 + randomInt(2 ** 40);

export const engineState = (file: string) => ({ file, what: 'The engine state' });

/** Changed rows of one table in memory. Reads and writes its rows by `statement`. */
export interface WriteBehind {
	readonly table: string;
	readonly isChanged: boolean;
	flush(): void;
	/** For undone rows, or after another statement changed the table. */
	forget(): void;
	/** Call it between transactions: drops what has grown too large. */
	trim(): void;
}

/** A part failed after a write, so only the whole transaction can be undone. */
export class SpoiledTransaction extends Error {}

interface Prepared {
	statement: StatementSync;
	touched: WriteBehind[];
	writes: boolean;
}

export class Database {
	readonly #statements = new Map<string, Prepared>();
	readonly #behind: WriteBehind[] = [];
	#hasWritten = false;

	private constructor(
		private readonly connection: DatabaseSync,
		readonly file: string,
		private lastKey: number,
	) {}

	/** @throws TroupeError ENGINE_LOCKED, NOT_SUPPORTED for a file of a newer version, STORAGE_*; and as SQLite does */
	static async open(file: string): Promise<Database> {
		const connection = await connect(file);
		try {
			lockStateFile(connection, file);
			// Synced at every commit: acknowledged data survives a loss of power. Removed data is overwritten within its page. Free pages cost a
			// write each: overwriteFree does it when a person is forgotten.
			connection.exec('PRAGMA synchronous = FULL; PRAGMA secure_delete = FAST');
			connection.exec(
				`PRAGMA cache_size = -${cacheKilobytes}; PRAGMA wal_autocheckpoint = ${pagesPerCheckpoint}; PRAGMA journal_size_limit = ${maxIdleLogBytes}`,
			);
			migrate(connection, engineState(file));
			const counter = connection.prepare("SELECT value FROM counter WHERE name = 'key'").get() as { value: number };
			return new Database(connection, file, counter.value);
		} catch (error) {
			connection.close();
			throw error;
		}
	}

	/** Call it before the first statement: statements see unwritten rows of their tables. */
	writeBehind(rows: WriteBehind): void {
		this.#behind.push(rows);
	}

	/** Returns the number of changed rows. */
	run(sql: string, ...values: SQLInputValue[]): number {
		return Number(this.#settled(sql).run(...values).changes);
	}

	get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
		return this.#settled(sql).get(...values) as Row | undefined;
	}

	all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
		return this.#settled(sql).all(...values) as Row[];
	}

	/** For stores that write rows later. Does not write those rows first. */
	statement(sql: string): StatementSync {
		const { statement, writes } = this.#prepare(sql);
		this.#hasWritten ||= writes;
		return statement;
	}

	/** Ascends over the whole state; never reused. */
	nextKey(): number {
		return ++this.lastKey;
	}

	/** All or nothing is on disk when this returns. */
	transaction(work: () => void): void {
		const keyBefore = this.lastKey;
		this.run('BEGIN');
		try {
			work();
			this.#flush();
			// A transaction that only read needs no sync.
			if (this.lastKey !== keyBefore) this.run("UPDATE counter SET value = ? WHERE name = 'key'", this.lastKey);
			this.run('COMMIT');
			for (const rows of this.#behind) rows.trim();
		} catch (error) {
			for (const rows of this.#behind) rows.forget();
			if (this.connection.isTransaction) this.run('ROLLBACK');
			throw error;
		}
	}

	get isInTransaction(): boolean {
		return this.connection.isTransaction;
	}

	/** Needs no undo if nothing was written before the error. @throws SpoiledTransaction after a write */
	part<T>(work: () => T): T {
		this.#hasWritten = false;
		try {
			const result = work();
			this.#flush();
			return result;
		} catch (cause) {
			// A full disk can have undone the whole transaction already.
			const isSpoiled = this.connection.isTransaction && (this.#hasWritten || this.#behind.some(({ isChanged }) => isChanged));
			throw isSpoiled ? new SpoiledTransaction('A part of the transaction failed.', { cause }) : cause;
		}
	}

	/** Undone alone when it throws. SQLite copies each changed page, which is a sixth of a start. */
	savepoint<T>(work: () => T): T {
		this.#flush();
		this.run('SAVEPOINT command');
		try {
			const result = work();
			this.#flush();
			this.run('RELEASE command');
			return result;
		} catch (error) {
			for (const rows of this.#behind) rows.forget();
			// A full disk can have undone the whole transaction already.
			if (this.connection.isTransaction) {
				this.run('ROLLBACK TO command');
				this.run('RELEASE command');
			}
			throw error;
		}
	}

	/**
	 * Copies the file while it is in use: other processes cannot read it. Includes changes in the meantime. @throws TroupeError NOT_SUPPORTED,
	 * STORAGE_*
	 */
	async backup(into: string): Promise<void> {
		await backUp(this.connection, into, engineState(this.file));
	}

	/** Unless the file is too large for a moment's work. Call it between transactions. @returns true after a rewrite */
	compact(): boolean {
		return compact(this.connection);
	}

	/** Overwrites free pages with removed data by using them: call it until it returns true, then `releaseOverwritten`. */
	overwriteFree(): boolean {
		const { freelist_count: free } = this.get<{ freelist_count: number }>('PRAGMA freelist_count')!;
		const { page_size: size } = this.get<{ page_size: number }>('PRAGMA page_size')!;
		if (free === 0) return true;
		this.run("INSERT INTO counter VALUES ('blank-' || ?, zeroblob(?))", this.nextKey(), Math.min(free * size, probeBytes));
		return false;
	}

	/** @returns true when nothing is left to release */
	releaseOverwritten(): boolean {
		return this.run("DELETE FROM counter WHERE name = (SELECT name FROM counter WHERE name GLOB 'blank-*' LIMIT 1)") === 0;
	}

	/**
	 * Moves the journal into the file, and empties it. Call it between transactions. @throws TroupeError STORAGE_LOCKED, retryable, while the file is
	 * copied
	 */
	emptyLog(): void {
		const { busy } = this.connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
		if (busy !== 0)
			throw new TroupeError({
				code: 'STORAGE_LOCKED',
				message: `The journal of ${this.file} cannot be emptied while the file is copied.`,
				fix: 'Try again after the backup.',
				retryable: true,
			});
	}

	/** As large as a large command: a small row can fit on a disk that has no space for work. */
	fillProbe(): void {
		this.run("INSERT OR REPLACE INTO counter VALUES ('probe', zeroblob(?))", probeBytes);
	}

	removeProbe(): void {
		this.run("DELETE FROM counter WHERE name = 'probe'");
	}

	close(): void {
		this.#statements.clear();
		this.connection.close();
		removeLockFile(this.file);
	}

	#flush(): void {
		for (const rows of this.#behind) rows.flush();
	}

	#settled(sql: string): StatementSync {
		const { statement, touched, writes } = this.#prepare(sql);
		for (const rows of touched) {
			rows.flush();
			if (writes) rows.forget();
		}
		this.#hasWritten ||= writes;
		return statement;
	}

	#prepare(sql: string): Prepared {
		let prepared = this.#statements.get(sql);
		if (!prepared) {
			const touched = this.#behind.filter(({ table }) => new RegExp(`\\b${table}\\b`).test(sql));
			prepared = { statement: this.connection.prepare(sql), touched, writes: !/^\s*SELECT\b/i.test(sql) };
			this.#statements.set(sql, prepared);
		}
		return prepared;
	}
}

/** As large as the largest request. */
const probeBytes = 4 * 1024 * 1024;
/** Enough for the pages of a busy engine. */
const cacheKilobytes = 32_000;
/** 4 MB: no command waits long for the checkpoint. */
const pagesPerCheckpoint = 1_000;
/** Bytes of the log after a large transaction. */
const maxIdleLogBytes = 64 * 1024 * 1024;

/** Refuses a file of another engine immediately. */
async function connect(file: string): Promise<DatabaseSync> {
	try {
		return await openSqliteFile(file, { timeoutMs: 0 });
	} catch (cause) {
		if (isTroupeError(cause)) throw cause;
		throw storageFault(engineState(file), 'opened', cause);
	}
}
