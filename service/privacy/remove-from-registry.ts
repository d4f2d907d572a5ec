import { registryTables } from '../../manifests/registry/store/migrations';
import { openStore } from '../../manifests/registry/store/open-store';
import { isThere, listRemoved, type RemovedRows, removeRows, type TenantPlace } from '../../providers/compose/privacy/remove-tenant';
import { findStatePlace } from '../../providers/compose/state/state-place';

/** Removes a tenant from the registry beside the state. @throws TroupeError REGISTRY_NOT_READY */
export async function removeFromRegistry(host: TenantPlace): Promise<RemovedRows[]> {
	const place = findStatePlace(host, 'registry.db')!;
	if (!(await isThere(place, 'manifests'))) return [];
	const store = await openStore(place);
	try {
		return listRemoved('registry.db', await store.change(host.tenant, (connection) => removeRows(connection, registryTables.own)));
	} finally {
		await store.close();
	}
}
