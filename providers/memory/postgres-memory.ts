import { withoutPassword } from '../../database/database-place';
import { openTenantPostgres, takeTurn } from '../../database/tenant-postgres';
import { type MemoryDatabase, memorySchema } from './memory-database';
import type { Tables } from './memory-tables';

const name = 'troupe memory';

/** For several machines, which have to have one TROUPE_VAULT_KEY. @param address `postgres://…` @throws TroupeError MEMORY_STORE_UNREACHABLE, NOT_SUPPORTED */
export async function openMemoryPostgres(address: string): Promise<MemoryDatabase> {
	const where = withoutPassword(address);
	const database = await openTenantPostgres<Tables>(address, memorySchema(where), name);
	const turnOf = (tenant: string, owner: string) => `${name} ${tenant} ${owner}`;
	return {
		...database,
		dialect: 'postgres',
		where,
		change: (tenant, owner, work) => database.change(tenant, turnOf(tenant, owner), work),
		hold: async (connection, tenant, owners) => {
			for (const owner of [...owners].sort()) await takeTurn(connection, turnOf(tenant, owner));
		},
		forget: () => Promise.resolve(),
	};
}
