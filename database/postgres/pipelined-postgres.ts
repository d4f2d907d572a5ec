import { PostgresDialect, PostgresDriver, type DatabaseConnection, type PostgresDialectConfig, type TransactionSettings } from 'kysely';

/** Kysely's PostgreSQL, without waiting where there is no answer to wait for: for the beginning of a transaction, and for the end of one that only read. */
export class PipelinedPostgres extends PostgresDialect {
	readonly #config: PostgresDialectConfig;

	constructor(config: PostgresDialectConfig) {
		super(config);
		this.#config = config;
	}

	override createDriver(): PostgresDriver {
		return new PipelinedDriver(this.#config);
	}
}

class PipelinedDriver extends PostgresDriver {
	readonly #readers = new WeakSet<DatabaseConnection>();

	override beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
		if (settings.accessMode === 'read only') this.#readers.add(connection);
		// Without a beginning, the statements after it fail.
		super.beginTransaction(connection, settings).catch(() => undefined);
		return Promise.resolve();
	}

	override async commitTransaction(connection: DatabaseConnection): Promise<void> {
		const ended = super.commitTransaction(connection);
		if (this.#readers.delete(connection)) ended.catch(() => undefined);
		else await ended;
	}

	override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
		this.#readers.delete(connection);
		await super.rollbackTransaction(connection);
	}
}
