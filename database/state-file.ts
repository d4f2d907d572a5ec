import { resolve } from 'node:path';
import type * as sqlite from 'node:sqlite';
import { isTroupeError } from '../core/base/errors';
import { inMemory, openSqliteFile } from './sqlite/open-sqlite';
import type { StateConnection, StateDatabase, StateDatabaseOptions, StateSchema } from './state-database';
import { retryWhileBusy } from './sqlite/retry-while-busy';
import { SharedCommits } from './sqlite/shared-commits';
import { newerSchema, storageFault } from './storage-fault';
import { Turns } from './turns';

const defaultTimeoutMs = 5000;

/** https://sqlite.org/rescode.html */
const sqliteBusy = 5;

/** One transaction of this process on a file at a time: SQLite waits for another connection without letting this process go on. */
const turns = new Turns();
let memories = 0;

/** Opens a SQLite file, and creates it and its folder for this user alone. What is deleted is overwritten. */
export async function openStateFile(
	file: string,
	schema: StateSchema,
	{ timeoutMs = defaultTimeoutMs }: StateDatabaseOptions,
): Promise<StateDatabase> {
	const subject = { file, what: schema.what };
	const turn = file === inMemory ? `${inMemory}${++memories}` : resolve(file);
	const database = await turns.take(turn, () => openDatabase(file, schema, timeoutMs));
	const connection = connect(database);
	const toFault = (cause: unknown) => (isTroupeError(cause) ? cause : storageFault(subject, 'used', cause));
	const inTurn = <Result>(act: () => Promise<Result>): Promise<Result> =>
		turns.take(turn, async () => {
			try {
				return await act();
			} catch (cause) {
				throw toFault(cause);
			}
		});
	const commits = new SharedCommits(database, (act) => turns.take(turn, act));
	return {
		read: (_tenant, work) => inTurn(() => inTransaction(database, 'BEGIN', () => work(connection))),
		change: (_tenant, work, { synced = false } = {}) =>
			commits
				.add(() => work(connection), synced)
				.catch((cause: unknown) => {
					throw toFault(cause);
				}),
		emptyLog: () =>
			inTurn(async () => {
				const { busy } = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
				if (busy !== 0) throw Object.assign(new Error('its log could not be emptied of what was destroyed'), { errcode: sqliteBusy });
			}),
		close: () => turns.take(turn, async () => database.close()),
	};
}

async function openDatabase(file: string, schema: StateSchema, timeoutMs: number): Promise<sqlite.DatabaseSync> {
	const subject = { file, what: schema.what };
	let database: sqlite.DatabaseSync | undefined;
	try {
		database = await openSqliteFile(file, { timeoutMs });
		await retryWhileBusy(() => database!.exec('PRAGMA journal_mode = WAL'), timeoutMs);
		database.exec('PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON');
		await inTransaction(database, 'BEGIN IMMEDIATE', async () => migrate(database!, file, schema));
		return database;
	} catch (cause) {
		database?.close();
		throw isTroupeError(cause) ? cause : storageFault(subject, 'opened', cause);
	}
}

/** `user_version` is 0 in a new file. */
function migrate(database: sqlite.DatabaseSync, file: string, { what, schema, upgrades = [], version }: StateSchema): void {
	const { user_version: found } = database.prepare('PRAGMA user_version').get() as { user_version: number };
	if (found > version) throw newerSchema({ file, what }, found, version);
	if (found === version) return;
	if (found > 0) upgrades.slice(found - 1).forEach((upgrade) => database.exec(upgrade));
	database.exec(`${schema}; PRAGMA user_version = ${version}`);
}

/** Prepares each statement once. */
function connect(database: sqlite.DatabaseSync): StateConnection {
	const statements = new Map<string, sqlite.StatementSync>();
	const prepare = (text: string) => {
		let statement = statements.get(text);
		if (!statement) statements.set(text, (statement = database.prepare(text)));
		return statement;
	};
	return {
		dialect: 'sqlite',
		all: async <Found>(text: string, ...values: sqlite.SQLInputValue[]) => prepare(text).all(...values) as Found[],
		get: async <Found>(text: string, ...values: sqlite.SQLInputValue[]) => prepare(text).get(...values) as Found | undefined,
		run: async (text, ...values) => Number(prepare(text).run(...(values as sqlite.SQLInputValue[])).changes),
	};
}

/** A change takes the write lock at once (`IMMEDIATE`): a read that turns into a write does not wait for another process. */
async function inTransaction<Result>(
	database: sqlite.DatabaseSync,
	begin: 'BEGIN' | 'BEGIN IMMEDIATE',
	work: () => Promise<Result>,
): Promise<Result> {
	database.exec(begin);
	try {
		const result = await work();
		database.exec('COMMIT');
		return result;
	} catch (error) {
		// A full disk has rolled it back already.
		if (database.isTransaction) database.exec('ROLLBACK');
		throw error;
	}
}
