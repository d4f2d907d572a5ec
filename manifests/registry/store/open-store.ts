import { isPostgresAddress } from '../../../providers/database/database-place';
import type { TenantSchema } from '../../../providers/database/tenant-database';
import { openTenantFile } from '../../../providers/database/tenant-file';
import { databaseFault } from './database-fault';
import { registryMigrations, registryTables } from './migrations';
import type { Store } from './store';
import type { Tables } from './tables';

export const registrySchema: TenantSchema = { tables: registryTables, migrations: registryMigrations, fault: databaseFault };

/** Migrates the schema to this version. @param address `postgres://…`, or the path of a SQLite file @throws TroupeError REGISTRY_NOT_READY */
export async function openStore(address: string, schema = registrySchema): Promise<Store> {
	return isPostgresAddress(address) ? (await import('./postgres-store')).openPostgres(address, schema) : openFile(address, schema);
}

/** Interval of checks for another process's changes, with listeners. */
const pollMs = 200;

async function openFile(file: string, schema: TenantSchema): Promise<Store> {
	const database = await openTenantFile<Tables>(file, schema, 'keep the registry in PostgreSQL (TROUPE_DATABASE_URL)');
	return {
		...database,
		dialect: 'sqlite',
		global: (work) => database.change('', work),
		watch(heard) {
			let seen = database.changesOfOthers();
			const timer = setInterval(() => {
				const now = database.changesOfOthers();
				if (now !== seen) heard(undefined);
				seen = now;
			}, pollMs);
			timer.unref();
			return () => Promise.resolve(clearInterval(timer));
		},
	};
}
