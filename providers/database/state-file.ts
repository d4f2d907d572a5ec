import { resolve } from 'node:path';
import type * as sqlite from 'node:sqlite';
import { isTroupeError } from '../../core/base/errors';
import { inMemory, openSqliteFile } from './sqlite/open-sqlite';
import { retryWhileBusy } from './sqlite/retry-while-busy';
import { writePlanStatistics } from './sqlite/plan-statistics';
import { SharedCommits } from './sqlite/shared-commits';
import { newerSchema, storageFault } from './storage-fault';
import { KeyedMutex } from './keyed-mutex';
import { type StateSchema, type StateConnection, type StateDatabase, type StateDatabaseOptions, stateLayout } from './state-schema';

const defaultTimeoutMs = 5000;

const sqliteBusy = 5;

/** One transaction of this process on a file at a time: SQLite blocks the process while it waits. */
const turns = new KeyedMutex();
let memories = 0;

interface OpenFile {
	database: sqlite.DatabaseSync;
	connection: StateConnection;
	commits: SharedCommits;
	subjects: Set<string>;
	users: number;
}

const openFiles = new Map<string, OpenFile>();

/** Creates the file and its folder for this user alone. Deleted data is overwritten. */
export async function openStateFile(
	file: string,
	schemas: readonly StateSchema[],
	{ timeoutMs = defaultTimeoutMs }: StateDatabaseOptions,
): Promise<StateDatabase> {
	const subject = { file, what: schemas[0]!.what };
	const turn = file === inMemory ? `${inMemory}${++memories}` : resolve(file);
	const inTurn = <Result>(act: () => Promise<Result>, done: 'opened' | 'used' = 'used'): Promise<Result> =>
		turns.take(turn, async () => {
			try {
				return await act();
			} catch (cause) {
				throw isTroupeError(cause) ? cause : storageFault(subject, done, cause);
			}
		});
	const name = `${turn} ${timeoutMs}`;
	const release = async (open: OpenFile) => {
		open.users -= 1;
		if (open.users > 0) return;
		openFiles.delete(name);
		open.database.close();
	};
	const open = await inTurn(async () => {
		const used = openFiles.get(name) ?? (await openFile(file, turn, timeoutMs));
		openFiles.set(name, used);
		used.users += 1;
		try {
			for (const schema of schemas) await prepare(used, file, schema);
			return used;
		} catch (cause) {
			await release(used);
			throw cause;
		}
	}, 'opened');
	const { database, connection, commits } = open;
	return {
		read: (_tenant, work) => inTurn(() => inTransaction(database, 'BEGIN', () => work(connection))),
		change: (_tenant, work, { synced = false } = {}) =>
			commits
				.add(() => work(connection), synced)
				.catch((cause: unknown) => {
					throw isTroupeError(cause) ? cause : storageFault(subject, 'used', cause);
				}),
		emptyLog: () =>
			inTurn(async () => {
				const { busy } = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
				if (busy !== 0)
					throw Object.assign(new Error('its log still has what was removed, as another process reads it'), { errcode: sqliteBusy });
			}),
		close: () => turns.take(turn, () => release(open)),
	};
}

async function openFile(file: string, turn: string, timeoutMs: number): Promise<OpenFile> {
	const database = await openSqliteFile(file, { timeoutMs });
	try {
		await retryWhileBusy(() => database.exec('PRAGMA journal_mode = WAL'), timeoutMs);
		database.exec('PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON');
	} catch (cause) {
		database.close();
		throw cause;
	}
	const commits = new SharedCommits(database, (act) => turns.take(turn, act));
	return { database, connection: connect(database), commits, subjects: new Set(), users: 0 };
}

async function prepare({ database, subjects }: OpenFile, file: string, { name, what, schema, version }: StateSchema): Promise<void> {
	if (subjects.has(name)) return;
	await inTransaction(database, 'BEGIN IMMEDIATE', async () => {
		const { user_version: layout } = database.prepare('PRAGMA user_version').get() as { user_version: number };
		if (layout > stateLayout) throw newerSchema({ file, what }, layout, stateLayout);
		if (layout < stateLayout) database.exec(`PRAGMA user_version = ${stateLayout}`);
		database.exec('CREATE TABLE IF NOT EXISTS schema_version (subject TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL) STRICT');
		const row = database.prepare('SELECT version FROM schema_version WHERE subject = ?').get(name) as { version: number } | undefined;
		if (row !== undefined && row.version > version) throw newerSchema({ file, what }, row.version, version);
		if (row?.version === version) return;
		database.exec(schema);
		database.prepare('INSERT OR REPLACE INTO schema_version (subject, version) VALUES (?, ?)').run(name, version);
		writePlanStatistics(database);
	});
	subjects.add(name);
}

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

/** `IMMEDIATE`: a read that turns into a write would not wait for another process. */
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
		if (database.isTransaction) database.exec('ROLLBACK');
		throw error;
	}
}
