/**
 * The thread of a `FileWriter`: SQLite blocks its thread. Imports no project file, so that every build has one file. The file exists, with its
 * tables.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

export interface WriterData {
	file: string;
	timeoutMs: number;
}

export interface Written {
	sql: string;
	rows: SQLInputValue[][];
}

export interface WriterTask {
	number: number;
	writes: Written[];
}

export type WriterAnswer = { number: number; failed?: undefined } | { number: number; failed: string; errcode?: number };

const { file, timeoutMs } = workerData as WriterData;
let opened: DatabaseSync | undefined;
const statements = new Map<string, StatementSync>();

parentPort!.on('message', (task: WriterTask | 'close') => {
	if (task !== 'close') return parentPort!.postMessage(write(task));
	opened?.close();
	parentPort!.close();
});

function write({ number, writes }: WriterTask): WriterAnswer {
	try {
		opened ??= open();
		apply(opened, writes);
		return { number };
	} catch (error) {
		const { message, errcode } = error as Error & { errcode?: number };
		return { number, failed: message, errcode };
	}
}

function open(): DatabaseSync {
	const database = new DatabaseSync(file, { timeout: timeoutMs });
	database.exec('PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
	return database;
}

function apply(database: DatabaseSync, writes: Written[]): void {
	database.exec('BEGIN IMMEDIATE');
	try {
		for (const { sql, rows } of writes) {
			const statement = prepare(database, sql);
			for (const row of rows) statement.run(...row);
		}
		database.exec('COMMIT');
	} catch (error) {
		if (database.isTransaction) database.exec('ROLLBACK');
		throw error;
	}
}

function prepare(database: DatabaseSync, sql: string): StatementSync {
	const statement = statements.get(sql) ?? database.prepare(sql);
	statements.set(sql, statement);
	return statement;
}
