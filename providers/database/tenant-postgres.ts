import { Kysely, PostgresDialect, PostgresDriver, sql, type Transaction } from 'kysely';
import type { CompiledQuery, DatabaseConnection, PostgresDialectConfig, QueryResult, TransactionSettings } from 'kysely';
import { everyTenant } from '../../core/base/tenant';
import { applyMigrations } from './apply-migrations';
import { OwnTenant } from './own-tenant';
import { usePool } from './postgres/shared-pool';
import { isOnlySent, sendStatement } from './send-statement';
import { settingExpressions } from './postgres/transaction-settings';
import { KeyedMutex } from './keyed-mutex';
import { takeWorkingRole, type WorkingRole } from './postgres/working-role';
import { guarded, type TenantDatabase, type TenantSchema } from './tenant-database';

/** Does not wait for the start of a transaction, for sent statements (`../send-statement.ts`), or for the end of a read. */
class PipelinedPostgres extends PostgresDialect {
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

interface TenantPostgres<Tables> extends TenantDatabase<Tables> {
	/** @param turn changes with the same turn run one after the other; default: row locks decide */
	change<Result>(tenant: string, work: (connection: Transaction<Tables>) => Promise<Result>, turn?: string): Promise<Result>;
}

/**
 * @param address `postgres://…` @param name of the store, and with `_` of its working role @throws TroupeError INPUT_INVALID, NOT_SUPPORTED for a
 * database of a later version; and as the schema's `fault`
 */
export async function openTenantPostgres<Tables>(address: string, schema: TenantSchema, name: string): Promise<TenantPostgres<Tables>> {
	const { fault, tables } = schema;
	const { pool, kyselyPool, ...use } = usePool(address);
	const database = new Kysely<Tables>({ dialect: new PipelinedPostgres({ pool: kyselyPool }) });
	const close = async () => {
		await database.destroy();
		await use.release();
	};
	let working: WorkingRole | undefined;
	const begin = (connection: Transaction<Tables>, tenant: string) =>
		sendStatement(connection, sql`select ${sql.raw(settingExpressions({ tenant, ...working }))}`.compile(connection));
	// Changes wait without a connection: otherwise they would leave none for readers and time out.
	const turns = new KeyedMutex();
	const held = (connection: Transaction<Tables>, tenant: string) => connection.withPlugin(new OwnTenant(tenant, tables));
	try {
		await guarded(fault, async () => {
			await applyMigrations(database, schema.migrations('postgres'));
			working = await takeWorkingRole(pool, { role: name.replaceAll(' ', '_'), tables: [...tables.own, ...tables.common] });
		});
	} catch (error) {
		await close();
		throw error;
	}
	return {
		read: (tenant, work) =>
			guarded(fault, () =>
				database
					.transaction()
					.setIsolationLevel('repeatable read')
					.setAccessMode('read only')
					.execute(async (connection) => {
						await begin(connection, tenant);
						return work(held(connection, tenant));
					}),
			),
		change(tenant, work, turn) {
			const act = () =>
				database.transaction().execute(async (connection) => {
					await begin(connection, tenant);
					if (turn !== undefined) await takeTurn(connection, turn);
					return work(held(connection, tenant));
				});
			return guarded(fault, () => (turn === undefined ? act() : turns.take(turn, act)));
		},
		changeAll: (work) =>
			guarded(fault, () =>
				database.transaction().execute(async (connection) => {
					await begin(connection, everyTenant);
					return work(connection);
				}),
			),
		whole: database,
		close,
	};
}

/** Until the transaction ends. Later statements wait for the turn. */
export async function takeTurn<Tables>(connection: Transaction<Tables>, turn: string): Promise<void> {
	await sendStatement(connection, sql`select pg_advisory_xact_lock(hashtextextended(${turn}, 0))`.compile(connection));
}
