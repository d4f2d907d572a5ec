import pg from 'pg';
import { isTroupeError } from '../core/base/errors';
import { withoutPassword } from './database-place';
import type { PostgresPool } from './postgres-pool';
import { prepareSchema } from './prepare-schema';
import { usePool } from './shared-pool';
import type { ChangeOptions, StateConnection, StateDatabase, StateSchema } from './state-database';
import { serverFault } from './storage-fault';
import { settingExpressions } from './transaction-settings';
import { Turns } from './turns';

/** Opens a store's schema, and creates or upgrades it. */
export async function openStatePostgres(address: string, schema: StateSchema): Promise<StateDatabase> {
	const subject = { where: withoutPassword(address), what: schema.what };
	const { pool, ...use } = usePool(address);
	const searchPath = `troupe_${schema.name}`;
	const guarded = async <Result>(done: 'opened' | 'used', act: () => Promise<Result>): Promise<Result> => {
		try {
			return await act();
		} catch (cause) {
			throw isTroupeError(cause) ? cause : serverFault(subject, done, cause);
		}
	};
	const role = await guarded('opened', () => prepareSchema(pool, searchPath, schema, subject.where)).catch(async (cause: unknown) => {
		await use.release();
		throw cause;
	});
	// Changes wait for their turn in this process without a connection: otherwise many changes would leave none for readers.
	const turns = new Turns();
	const change = <Result>(tenant: string, work: (connection: StateConnection) => Promise<Result>, { turn }: ChangeOptions) =>
		guarded('used', () => {
			const name = turn === undefined ? undefined : `${searchPath} ${turn}`;
			const settings = settingExpressions({ tenant, role, searchPath });
			const lock = name === undefined ? '' : `; select pg_advisory_xact_lock(hashtextextended(${pg.escapeLiteral(name)}, 0))`;
			const act = () => inTransaction(pool, `begin; select ${settings}${lock}`, work);
			return name === undefined ? act() : turns.take(name, act);
		});
	return {
		read: (tenant, work) =>
			guarded('used', () =>
				inTransaction(
					pool,
					`begin isolation level repeatable read read only; select ${settingExpressions({ tenant, role, searchPath })}`,
					work,
				),
			),
		change: (tenant, work, options = {}) => change(tenant, work, options),
		emptyLog: () => Promise.resolve(),
		close: () => use.release(),
	};
}

const readTime = 'select (extract(epoch from clock_timestamp()) * 1000)::bigint as time';

/** Within one transaction on one connection, which a pooler keeps together. */
async function inTransaction<Result>(
	pool: PostgresPool,
	begin: string,
	work: (connection: StateConnection) => Promise<Result>,
): Promise<Result> {
	const client = await pool.connect();
	let broken: Error | undefined;
	try {
		const results = (await client.query(`${begin}; ${readTime}`)) as unknown as Array<pg.QueryResult<{ time: number }>>;
		const result = await work(connect(client, results.at(-1)!.rows[0]!.time));
		await client.query('commit');
		return result;
	} catch (cause) {
		await client.query('rollback').catch((error: Error) => (broken = error));
		throw cause;
	} finally {
		client.release(broken);
	}
}

function connect(client: pg.PoolClient, serverTime: number): StateConnection {
	return {
		dialect: 'postgres',
		serverTime,
		all: async <Found>(text: string, ...values: unknown[]) => (await client.query(toNumbered(text), values)).rows as Found[],
		get: async <Found>(text: string, ...values: unknown[]) => (await client.query(toNumbered(text), values)).rows[0] as Found | undefined,
		run: async (text, ...values) => (await client.query(toNumbered(text), values)).rowCount ?? 0,
	};
}

const numbered = new Map<string, string>();

/** Turns `?` and `?1` into `$1`. Statements are constants of the stores, so the cache is bounded. */
function toNumbered(text: string): string {
	let result = numbered.get(text);
	if (result === undefined) {
		let last = 0;
		result = text.replace(/\?(\d*)/g, (_, number: string) => `$${number || ++last}`);
		numbered.set(text, result);
	}
	return result;
}
