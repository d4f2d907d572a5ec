import type * as sqlite from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
	CompiledQuery,
	SqliteAdapter,
	SqliteDialect,
	SqliteDriver,
	type DatabaseConnection,
	type Driver,
	type SqliteDatabase,
} from 'kysely';

/**
 * Kysely's dialect of SQLite on Node's own driver: statements are prepared once, and a transaction takes the write lock at once, or, of a
 * connection that only reads, none: it sees one state of the file until it ends.
 */
export class NodeSqliteDialect extends SqliteDialect {
	constructor(
		private readonly connection: sqlite.DatabaseSync,
		private readonly begin: 'immediate' | 'deferred' = 'immediate',
	) {
		super({ database: asKyselyExpects(connection) });
	}

	override createDriver(): Driver {
		return new PatientDriver(this.connection, this.begin);
	}

	override createAdapter(): SqliteAdapter {
		return new TransactionalAdapter();
	}
}

/** How long another process may keep the file to itself, in milliseconds. */
const patienceMs = 15_000;

/** SQLITE_BUSY, https://sqlite.org/rescode.html. */
const isBusy = (error: unknown) => ((error as { errcode?: number }).errcode ?? 0) % 256 === 5;

/**
 * Waits for another process without holding up this one: SQLite's own patience stops the whole process, which may be serving readers.
 * A read that turns into a write would fail where another process wrote between the two (https://sqlite.org/lang_transaction.html).
 */
class PatientDriver extends SqliteDriver {
	constructor(
		private readonly connection: sqlite.DatabaseSync,
		private readonly begin: 'immediate' | 'deferred',
	) {
		super({ database: asKyselyExpects(connection) });
	}

	override async beginTransaction(connection: DatabaseConnection): Promise<void> {
		const patience = performance.now() + patienceMs;
		for (;;) {
			try {
				await connection.executeQuery(CompiledQuery.raw(`begin ${this.begin}`));
				return;
			} catch (error) {
				if (!isBusy(error) || performance.now() > patience) throw error;
				await sleep(2 + Math.random() * 10);
			}
		}
	}

	/** A full disk has rolled it back already; the second error would hide the first. */
	override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
		if (this.connection.isTransaction) await super.rollbackTransaction(connection);
	}
}

/** SQLite takes back a CREATE TABLE like any other change: migrations are applied whole or not at all. */
class TransactionalAdapter extends SqliteAdapter {
	override get supportsTransactionalDdl(): boolean {
		return true;
	}
}

const keptStatements = 200;

function asKyselyExpects(connection: sqlite.DatabaseSync): SqliteDatabase {
	const statements = new Map<string, sqlite.StatementSync>();
	const prepare = (sql: string): sqlite.StatementSync => {
		const known = statements.get(sql);
		if (known) return known;
		const statement = connection.prepare(sql);
		if (statements.size >= keptStatements) statements.clear();
		statements.set(sql, statement);
		return statement;
	};
	return {
		close: () => connection.close(),
		prepare(sql) {
			const statement = prepare(sql);
			const given = (parameters: readonly unknown[]) => parameters as sqlite.SQLInputValue[];
			return {
				reader: statement.columns().length > 0,
				all: (parameters) => statement.all(...given(parameters)),
				run: (parameters) => statement.run(...given(parameters)),
				iterate: (parameters) => statement.iterate(...given(parameters)) as IterableIterator<unknown>,
			};
		},
	};
}
