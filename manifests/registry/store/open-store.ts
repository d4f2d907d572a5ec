import { Kysely } from 'kysely';
import { isPostgresAddress } from '../../../database/database-place';
import { openSqlite } from '../../../database/open-sqlite';
import { OwnTenant } from '../../../database/own-tenant';
import { NodeSqliteDialect } from '../../../database/sqlite-dialect';
import { databaseFault } from './database-fault';
import { migrate, registryTables } from './migrations';
import type { Store, UnpreparedStore } from './store';
import type { Connection, Tables } from './tables';

/**
 * Opens the database and migrates its schema to this version.
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

/** Like `openStore`, without the migration. */
export async function openDatabase(address: string): Promise<UnpreparedStore> {
	return isPostgresAddress(address) ? (await import('./postgres-store')).openPostgres(address) : openSqliteStore(address);
}

/** How often a process checks whether another one changed the file, while it has listeners. */
const pollMs = 200;

async function openSqliteStore(file: string): Promise<UnpreparedStore> {
	const connection = await openSqlite(file, 'keep the registry in PostgreSQL (DATABASE_URL)').catch((cause: unknown) => {
		throw databaseFault(cause);
	});
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
		guarded(() => database.transaction().execute((connection) => work(connection.withPlugin(new OwnTenant(tenant, registryTables)))));
	return {
		dialect: 'sqlite',
		database,
		change: transact,
		global: (work) => transact('', work),
		read: (tenant, work) => guarded(() => work(database.withPlugin(new OwnTenant(tenant, registryTables)))),
		changesOfOthers,
		watch(heard) {
			let seen = changesOfOthers();
			const timer = setInterval(() => {
				const now = changesOfOthers();
				if (now !== seen) heard(undefined);
				seen = now;
			}, pollMs);
			timer.unref();
			return () => Promise.resolve(clearInterval(timer));
		},
		close: () => database.destroy(),
	};
}
