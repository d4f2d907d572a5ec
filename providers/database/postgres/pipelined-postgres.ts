import {
	PostgresDialect,
	PostgresDriver,
	type CompiledQuery,
	type DatabaseConnection,
	type PostgresDialectConfig,
	type QueryResult,
	type TransactionSettings,
} from 'kysely';
import { isOnlySent } from '../send-statement';

/** Does not wait for the start of a transaction, for sent statements (`../send-statement.ts`), or for the end of a read. */
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

	override async acquireConnection(): Promise<DatabaseConnection> {
		return new PipelinedConnection(await super.acquireConnection());
	}

	override releaseConnection(connection: DatabaseConnection): Promise<void> {
		return super.releaseConnection((connection as PipelinedConnection).inner as Parameters<PostgresDriver['releaseConnection']>[0]);
	}

	override beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
		if (settings.accessMode === 'read only') this.#readers.add(connection);
		// If it fails, the later statements fail.
		super.beginTransaction(connection, settings).catch(() => undefined);
		return Promise.resolve();
	}

	override async commitTransaction(connection: DatabaseConnection): Promise<void> {
		const ended = super.commitTransaction(connection);
		if (this.#readers.delete(connection)) ended.catch(() => undefined);
		else await ended;
		// PostgreSQL commits a failed transaction without an error.
		(connection as PipelinedConnection).throwFault();
	}

	override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
		this.#readers.delete(connection);
		await super.rollbackTransaction(connection);
	}
}

/** One transaction's connection. Throws the first fault: afterwards, the server refuses everything. */
class PipelinedConnection implements DatabaseConnection {
	#fault?: { cause: unknown };

	constructor(readonly inner: DatabaseConnection) {}

	async executeQuery<Row>(statement: CompiledQuery): Promise<QueryResult<Row>> {
		const answer = this.inner.executeQuery<Row>(statement).catch((cause: unknown) => {
			this.#fault ??= { cause };
			throw this.#fault.cause;
		});
		if (!isOnlySent(statement)) return answer;
		answer.catch(() => undefined);
		return { rows: [] };
	}

	streamQuery<Row>(statement: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<Row>> {
		return this.inner.streamQuery<Row>(statement, chunkSize);
	}

	throwFault(): void {
		if (this.#fault) throw this.#fault.cause;
	}
}
