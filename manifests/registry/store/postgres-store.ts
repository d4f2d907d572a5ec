import { Kysely, PostgresDialect, sql } from 'kysely';
import { OwnTenant } from '../../../database/own-tenant';
import { usePool } from '../../../database/shared-pool';
import { settingExpressions } from '../../../database/transaction-settings';
import { takeWorkingRole } from '../../../database/working-role';
import { databaseFault } from './database-fault';
import { commonTables, registryTables, tenantTables } from './migrations';
import { listenForChanges } from './postgres-listener';
import type { UnpreparedStore } from './store';
import type { Connection, Tables } from './tables';

/** Row security does not apply to superusers and roles that bypass it: logged in as one of them, the registry switches to this role. */
const workingRole = 'troupe_registry';

/** @throws TroupeError REGISTRY_NOT_READY */
export async function openPostgres(address: string): Promise<UnpreparedStore> {
	const { pool, kyselyPool, ...use } = usePool(address);
	const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: kyselyPool }) });
	let role: string | undefined;

	const transact = async <Result>(tenant: string, work: (connection: Connection) => Promise<Result>): Promise<Result> => {
		try {
			return await database.transaction().execute(async (connection) => {
				const settings = settingExpressions({ tenant, role });
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
			role = await takeWorkingRole(pool, { role: workingRole, tables: [...tenantTables, ...commonTables] });
		},
		watch: (heard) => listenForChanges(address, heard),
		async close() {
			await database.destroy();
			await use.release();
		},
	};
}
