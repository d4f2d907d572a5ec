import type { TenantSchema } from '../../../providers/database/tenant-database';
import { openTenantPostgres } from '../../../providers/database/tenant-postgres';
import { listenForChanges } from './postgres-listener';
import type { Store } from './store';
import type { Tables } from './tables';

/** @throws TroupeError REGISTRY_NOT_READY */
export async function openPostgres(address: string, schema: TenantSchema): Promise<Store> {
	const database = await openTenantPostgres<Tables>(address, schema, 'troupe registry');
	return {
		...database,
		dialect: 'postgres',
		global: (work) => database.change('', work),
		watch: (heard) => listenForChanges(address, heard),
	};
}
