import { withoutPassword } from '../database/database-place';
import { openTenantPostgres, takeTurn } from '../database/tenant-postgres';
import { type MemoryDatabase, memorySchema, toRows } from './memory-database';
import type { Tables } from './memory-tables';

const name = 'troupe memory';

/** For several machines with one TROUPE_VAULT_KEY. @param address `postgres://…` @throws TroupeError MEMORY_STORE_UNREACHABLE, NOT_SUPPORTED */
export async function openMemoryPostgres(address: string): Promise<MemoryDatabase> {
	const where = withoutPassword(address);
	const database = await openTenantPostgres<Tables>(address, memorySchema(where), name);
	const nameTurn = (tenant: string, owner: string) => `${name} ${tenant} ${owner}`;
	return {
		...database,
		dialect: 'postgres',
		where,
		change: (tenant, owner, work) => database.change(tenant, work, nameTurn(tenant, owner)),
		hold: async (connection, tenant, owners) => {
			for (const owner of [...owners].sort()) await takeTurn(connection, nameTurn(tenant, owner));
		},
		changeRows: (work) => database.changeAll((connection) => work(toRows(connection, 'postgres'))),
		forget: () => Promise.resolve(),
	};
}
