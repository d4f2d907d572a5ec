import pg from 'pg';
import { BoundedCache } from '../../core/base/bounded-cache';
import { isTroupeError } from '../../core/base/errors';
import { withoutPassword } from './database-place';
import type { PostgresPool } from './postgres/postgres-pool';
import { ensureSchemas } from './ensure-schemas';
import { usePool } from './postgres/shared-pool';
import { serverFault } from './storage-fault';
import { settingExpressions } from './postgres/transaction-settings';
import { KeyedMutex } from './keyed-mutex';
import { type StateSchema, type StateConnection, type ChangeOptions, type StateDatabase, stateSchemaName } from './state-schema';

export async function openStatePostgres(address: string, schemas: readonly [StateSchema, ...StateSchema[]]): Promise<StateDatabase> {
	const [{ name: first, what }] = schemas;
	const subject = { where: withoutPassword(address), what };
	const needsTime = schemas.some(({ usesServerTime }) => usesServerTime === true);
	const { pool, ...use } = usePool(address);
	const searchPath = stateSchemaName;
	const guarded = async <Result>(done: 'opened' | 'used', act: () => Promise<Result>): Promise<Result> => {
		try {
			return await act();
		} catch (cause) {
			throw isTroupeError(cause) ? cause : serverFault(subject, done, cause);
		}
	};
	const role = await guarded('opened', () => ensureSchemas(pool, schemas, subject.where)).catch(async (cause: unknown) => {
		await use.release();
		throw cause;
	});
	// Changes wait without a connection, to leave some for readers.
	const turns = new KeyedMutex();
	const change = <Result>(tenant: string, work: (connection: StateConnection) => Promise<Result>, { turn }: ChangeOptions) =>
		guarded('used', () => {
			const name = turn === undefined ? undefined : `${searchPath} ${first} ${turn}`;
			const settings = settingExpressions({ tenant, role, searchPath });
			const lock = name === undefined ? '' : `; select pg_advisory_xact_lock(hashtextextended(${pg.escapeLiteral(name)}, 0))`;
			const act = () => inTransaction(pool, { begin: `begin; select ${settings}${lock}`, needsTime }, work);
			return name === undefined ? act() : turns.take(name, act);
		});
	const beginReading = 'begin isolation level repeatable read read only';
	return {
		read: (tenant, work) =>
			guarded('used', () => {
				const begin = `${beginReading}; select ${settingExpressions({ tenant, role, searchPath })}`;
				return inTransaction(pool, { begin, needsTime, isReader: true }, work);
			}),
		change: (tenant, work, options = {}) => change(tenant, work, options),
		emptyLog: () => Promise.resolve(),
		close: () => use.release(),
	};
}

/** Longer than any statement: only a lost server is silent for so long. */
const silenceMs = 75_000;
const readTime = 'select (extract(epoch from clock_timestamp()) * 1000)::bigint as time';

interface Transaction {
	begin: string;
	/** The end is not awaited. */
	isReader?: boolean;
	/** Otherwise the first statement is sent without waiting for the start. */
	needsTime?: boolean;
}

async function inTransaction<Result>(
	pool: PostgresPool,
	{ begin, isReader = false, needsTime = false }: Transaction,
	work: (connection: StateConnection) => Promise<Result>,
): Promise<Result> {
	const client = await pool.connect();
	let broken: Error | undefined;
	const send: Send = (text, values) => {
		const query: pg.QueryConfig & { query_timeout: number } = { text, values, query_timeout: silenceMs };
		return client.query(query);
	};
	const begun = send(needsTime ? `${begin}; ${readTime}` : begin) as unknown as Promise<Array<pg.QueryResult<{ time: number }>>>;
	const beginFault = begun.then(
		() => undefined,
		(fault: Error) => fault,
	);
	try {
		const time = needsTime ? (await begun).at(-1)!.rows[0]!.time : undefined;
		const result = await work(connect(send, time));
		const ended = send('commit');
		if (isReader) ended.catch(() => undefined);
		else await ended;
		return result;
	} catch (cause) {
		await send('rollback').catch((fault: Error) => (broken = fault));
		// A server that became a standby must not be used again.
		if ((cause as { code?: unknown }).code === readOnlyTransaction) broken = cause as Error;
		// If the start failed, every statement fails.
		throw (await beginFault) ?? cause;
	} finally {
		client.release(broken);
	}
}

const readOnlyTransaction = '25006';

type Send = (text: string, values?: unknown[]) => Promise<pg.QueryResult>;

function connect(send: Send, serverTime: number | undefined): StateConnection {
	return {
		dialect: 'postgres',
		serverTime,
		all: async <Found>(text: string, ...values: unknown[]) => (await send(toNumbered(text), values)).rows as Found[],
		get: async <Found>(text: string, ...values: unknown[]) => (await send(toNumbered(text), values)).rows[0] as Found | undefined,
		run: async (text, ...values) => (await send(toNumbered(text), values)).rowCount ?? 0,
	};
}

const keptCharacters = 2_000_000;
const numbered = new BoundedCache<string>(keptCharacters);

function toNumbered(text: string): string {
	let result = numbered.get(text);
	if (result === undefined) {
		let last = 0;
		result = text.replace(/\?(\d*)/g, (_, number: string) => `$${number || ++last}`);
		numbered.set(text, result, text.length);
	}
	return result;
}
