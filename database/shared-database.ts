import type * as sqlite from 'node:sqlite';
import { isTroupeError } from '../core/base/errors';
import { once } from '../core/base/once';
import { openSqliteFile } from './open-sqlite';
import { newerSchema, storageFault } from './storage-fault';

export interface DatabaseOptions {
	/** `:memory:` is one that nobody shares and that is forgotten with the process. */
	file: string;
	/** For errors: `The conversations`. */
	what: string;
	/** Statements that change nothing where all is there already. */
	schema: string;
	/** Statements that turn a file of each version into one of the next, the oldest version first. The schema is applied after them. */
	upgrades?: string[];
	/** Version of the schema. A file of a later version is refused. */
	version: number;
	/** How long another process may keep the file to itself, in milliseconds. */
	timeoutMs?: number;
	/** Overwrites what is deleted. */
	forgetsForGood?: boolean;
}

/** A SQLite file that several processes may share; opened, and its folder created for this user alone, on first use. */
export interface SharedDatabase {
	/** @throws TroupeError STORAGE_LOCKED while another process keeps the file to itself, STORAGE_FULL, STORAGE_READ_ONLY, STORAGE_DAMAGED,
	 * STORAGE_UNREADABLE; NOT_SUPPORTED for a file of a later version; DEPENDENCY_MISSING on a Node without SQLite */
	use<Result>(work: (connection: Connection) => Result): Promise<Result>;
	/** In one transaction, which takes the write lock at once: a read that turns into a write does not wait for another process. */
	change: <Result>(work: (connection: Connection) => Result) => Promise<Result>;
	/** The same, and all so far is on the disk when it returns; else the last moments before a loss of power may be missing. */
	changeForGood: <Result>(work: (connection: Connection) => Result) => Promise<Result>;
	/**
	 * What was deleted, and overwritten, is gone from the write-ahead log too.
	 * @throws TroupeError STORAGE_LOCKED, retryable, while another process reads: it is still there then
	 */
	emptyLog(): Promise<void>;
	/** The next use opens it again. */
	close(): void;
}

/** A connection that prepares each statement once. */
export class Connection {
	readonly #statements = new Map<string, sqlite.StatementSync>();
	constructor(readonly database: sqlite.DatabaseSync) {}

	sql(text: string): sqlite.StatementSync {
		let statement = this.#statements.get(text);
		if (!statement) this.#statements.set(text, (statement = this.database.prepare(text)));
		return statement;
	}
}

const defaultTimeoutMs = 5000;

/** https://sqlite.org/rescode.html */
const sqliteBusy = 5;

export function shareDatabase(options: DatabaseOptions): SharedDatabase {
	const connect = once(() => open(options));
	const use = async <Result>(work: (connection: Connection) => Result): Promise<Result> => {
		const connection = await connect();
		try {
			return work(connection);
		} catch (cause) {
			throw isTroupeError(cause) ? cause : storageFault(options, 'used', cause);
		}
	};
	return {
		use,
		change: (work) => use((connection) => inTransaction(connection, work)),
		changeForGood: (work) => use((connection) => synced(connection, () => inTransaction(connection, work))),
		emptyLog: () => use(emptyLog),
		close: () => {
			const closed = connect.take()?.then(({ database }) => database.close());
			closed?.catch(() => undefined); // who opened it was told
		},
	};
}

async function open(options: DatabaseOptions): Promise<Connection> {
	const { file, timeoutMs = defaultTimeoutMs, forgetsForGood = false } = options;
	let database: sqlite.DatabaseSync | undefined;
	try {
		database = await openSqliteFile(file, { timeoutMs });
		database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
		if (forgetsForGood) database.exec('PRAGMA secure_delete = ON');
		const connection = new Connection(database);
		inTransaction(connection, () => migrate(database!, options));
		return connection;
	} catch (cause) {
		database?.close();
		throw isTroupeError(cause) ? cause : storageFault(options, 'opened', cause);
	}
}

/** `user_version` is 0 in a new file. */
function migrate(database: sqlite.DatabaseSync, options: DatabaseOptions): void {
	const { schema, upgrades = [], version } = options;
	const { user_version: found } = database.prepare('PRAGMA user_version').get() as { user_version: number };
	if (found > version) throw newerSchema(options, found, version);
	if (found === version) return;
	if (found > 0) upgrades.slice(found - 1).forEach((upgrade) => database.exec(upgrade));
	database.exec(`${schema}; PRAGMA user_version = ${version}`);
}

function emptyLog({ database }: Connection): void {
	const { busy } = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
	if (busy !== 0) throw Object.assign(new Error('its log could not be emptied of what was destroyed'), { errcode: sqliteBusy });
}

/** In a write-ahead log a commit that is synced takes along all before it. */
function synced<Result>({ database }: Connection, work: () => Result): Result {
	database.exec('PRAGMA synchronous = FULL');
	try {
		return work();
	} finally {
		database.exec('PRAGMA synchronous = NORMAL');
	}
}

function inTransaction<Result>(connection: Connection, work: (connection: Connection) => Result): Result {
	const { database } = connection;
	database.exec('BEGIN IMMEDIATE');
	try {
		const result = work(connection);
		database.exec('COMMIT');
		return result;
	} catch (error) {
		// A full disk has rolled it back already.
		if (database.isTransaction) database.exec('ROLLBACK');
		throw error;
	}
}
