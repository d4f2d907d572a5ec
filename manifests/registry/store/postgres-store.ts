import { Kysely, PostgresDialect, sql } from 'kysely';
import { OwnTenant } from '../../../database/own-tenant';
import { openPostgresPool, takeWorkingRole } from '../../../database/postgres-pool';
import { settingExpressions } from '../../../database/transaction-settings';
import { databaseFault } from './database-fault';
import { commonTables, registryTables, tenantTables } from './migrations';
import { listenForChanges } from './postgres-listener';
import type { UnpreparedStore } from './store';
import type { Connection, Tables } from './tables';

/** Row security does not apply to superusers and roles that bypass it: logged in as one of them, the registry switches to this role. */
const workingRole = 'troupe_registry';

/** @throws TroupeError REGISTRY_NOT_READY */
export async function openPostgres(address: string): Promise<UnpreparedStore> {
	const pool = openPostgresPool(address, 'troupe registry');
	const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
	let works = false;

	const transact = async <Result>(tenant: string, work: (connection: Connection) => Promise<Result>): Promise<Result> => {
		try {
			return await database.transaction().execute(async (connection) => {
				const settings = settingExpressions({ tenant, ...(works && { role: workingRole }) });
				await sql`select ${sql.raw(settings)}`.execute(connection);
				return work(connection.withPlugin(new OwnTenant(tenant, registryTables)));
			});
		} catch (cause) {
			throw databaseFault(cause);
		}
	};
	return {
		dialect: 'postgres',
		database,
		change: transact,
		read: transact,
		global: (work) => transact('', work),
		async prepare() {
			works = await takeWorkingRole(database, workingRole, [...tenantTables, ...commonTables]);
		},
		watch: (heard) => listenForChanges(address, heard),
		close: () => database.destroy(),
	};
}
