import type * as sqlite from 'node:sqlite';
import {
	CompiledQuery,
	SqliteAdapter,
	SqliteDialect,
	SqliteDriver,
	type DatabaseConnection,
	type Driver,
	type SqliteDatabase,
} from 'kysely';
import { retryWhileBusy } from './retry-while-busy';

/** Statements are prepared once. Transactions take the write lock immediately; on a read-only connection they see one state of the file. */
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

/**
 * Waits without blocking: SQLite's busy timeout stops the whole process. A read that turns into a write would fail after another's write
 * (https://sqlite.org/lang_transaction.html).
 */
class PatientDriver extends SqliteDriver {
	constructor(
		private readonly connection: sqlite.DatabaseSync,
		private readonly begin: 'immediate' | 'deferred',
	) {
		super({ database: asKyselyExpects(connection) });
	}

	override async beginTransaction(connection: DatabaseConnection): Promise<void> {
		await retryWhileBusy(() => connection.executeQuery(CompiledQuery.raw(`begin ${this.begin}`)));
	}

	/** After a full disk, a second error would hide the first. */
	override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
		if (this.connection.isTransaction) await super.rollbackTransaction(connection);
	}
}

/** SQLite rolls back CREATE TABLE too, so migrations are atomic. */
class TransactionalAdapter extends SqliteAdapter {
	override get supportsTransactionalDdl(): boolean {
		return true;
	}
}

const keptStatements = 200;

function asKyselyExpects(connection: sqlite.DatabaseSync): SqliteDatabase {
	const statements = new Map<string, sqlite.StatementSync>();
	const prepare = (sql: string): sqlite.StatementSync => {
		const cached = statements.get(sql);
		if (cached) return cached;
		const statement = connection.prepare(sql);
		if (statements.size >= keptStatements) statements.clear();
		statements.set(sql, statement);
		return statement;
	};
	return {
		close: () => connection.close(),
		prepare(sql) {
			const statement = prepare(sql);
			const toInput = (parameters: readonly unknown[]) => parameters as sqlite.SQLInputValue[];
			return {
				reader: statement.columns().length > 0,
				all: (parameters) => statement.all(...toInput(parameters)),
				run: (parameters) => statement.run(...toInput(parameters)),
				iterate: (parameters) => statement.iterate(...toInput(parameters)) as IterableIterator<unknown>,
			};
		},
	};
}
