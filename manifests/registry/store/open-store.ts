import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { TroupeError } from '../../../core/errors';
import { databaseFault } from './database-fault';
import { migrate } from './migrations';
import { OwnTenant } from './own-tenant';
import { NodeSqliteDialect } from './sqlite-dialect';
import type { Connection, Database, Tables } from './tables';

/** Where the registry keeps things: transactions of one tenant each, and word of what other processes change. */
export interface Store {
	readonly dialect: 'sqlite' | 'postgres';
	/** Held to no tenant: for its schema. */
	readonly database: Database;
	/** A transaction that sees and changes one tenant's rows: nothing else is there for it. Whole or not at all. */
	change<Result>(tenant: string, work: (connection: Connection) => Promise<Result>): Promise<Result>;
	/** A transaction on what belongs to no tenant: the editions of the root. */
	global<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
	read<Result>(tenant: string, work: (connection: Database | Connection) => Promise<Result>): Promise<Result>;
	/** Rises when another process changed anything; undefined where the database tells by itself (`watch`). */
	changesOfOthers?: () => number;
	/** Calls back with the tenant of each change that anybody commits; with none when some may have been missed. */
	watch(heard: (tenant: string | undefined) => void): () => Promise<void>;
	close(): Promise<void>;
}

/**
 * Opens the database and brings its schema to this version.
 * @param address `postgres://…`, or the path of a SQLite file
 * @throws TroupeError REGISTRY_NOT_READY
 */
export async function openStore(address: string): Promise<Store> {
	const store = await openDatabase(address);
	try {
		await migrate(store.database, store.dialect);
		await store.prepare?.();
		return store;
	} catch (cause) {
		await store.close();
		throw databaseFault(cause);
	}
}

/** As `openStore`, with whatever schema it has. */
export async function openDatabase(address: string): Promise<UnpreparedStore> {
	const postgres = /^postgres(?:ql)?:\/\//.test(address);
	return postgres ? (await import('./postgres-store')).openPostgres(address) : openSqlite(address);
}

/** Before the schema is there; `prepare` is called when it is. */
export type UnpreparedStore = Store & { prepare?: () => Promise<void> };

const patienceMs = 10_000;
/** How often a process looks whether another one changed the file, while somebody listens. */
const lookMs = 200;

async function openSqlite(file: string): Promise<UnpreparedStore> {
	const { DatabaseSync } = await importSqlite();
	let connection;
	try {
		mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
		connection = new DatabaseSync(file, { timeout: patienceMs });
		chmodSync(file, 0o600);
		// FULL: a change that was answered for is on the disk, also after a loss of power.
		connection.exec(
			'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 67108864; PRAGMA busy_timeout = 100; PRAGMA cache_size = -65536',
		);
	} catch (cause) {
		connection?.close();
		throw databaseFault(cause);
	}
	const database = new Kysely<Tables>({ dialect: new NodeSqliteDialect(connection) });
	const version = connection.prepare('PRAGMA data_version');
	const changesOfOthers = () => Number(version.get()?.data_version);
	const guarded = async <Result>(act: () => Promise<Result>): Promise<Result> => {
		try {
			return await act();
		} catch (cause) {
			throw databaseFault(cause);
		}
	};
	const transact = <Result>(tenant: string, work: (connection: Connection) => Promise<Result>) =>
		guarded(() => database.transaction().execute((connection) => work(connection.withPlugin(new OwnTenant(tenant)))));
	return {
		dialect: 'sqlite',
		database,
		change: transact,
		global: (work) => transact('', work),
		read: (tenant, work) => guarded(() => work(database.withPlugin(new OwnTenant(tenant)))),
		changesOfOthers,
		watch(heard) {
			let seen = changesOfOthers();
			const timer = setInterval(() => {
				const now = changesOfOthers();
				if (now !== seen) heard(undefined);
				seen = now;
			}, lookMs);
			timer.unref();
			return () => Promise.resolve(clearInterval(timer));
		},
		close: () => database.destroy(),
	};
}

async function importSqlite() {
	return import('node:sqlite').catch((cause: unknown) => {
		throw new TroupeError({
			code: 'DEPENDENCY_MISSING',
			message: `Node ${process.versions.node} brings no SQLite.`,
			fix: 'Run it with Node 24, or keep the registry in PostgreSQL (DATABASE_URL).',
			cause,
		});
	});
}
