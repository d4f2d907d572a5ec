import { inspectOutbox, type InspectOptions, type OutboxState } from '../manifests/registry/audit/outbox';
import { openStore } from '../manifests/registry/store/open-store';
import { isThere, type TenantPlace } from '../providers/compose/privacy/remove-tenant';
import { composeMark } from '../providers/compose/state/host-mark';
import { findStatePlace } from '../providers/compose/state/state-place';

/** Registry entries missing in a tenant's audit log. @throws TroupeError REGISTRY_NOT_READY */
export async function inspectRegistryOutbox(host: TenantPlace, options: InspectOptions = {}): Promise<OutboxState> {
	const place = findStatePlace(host, 'registry.db')!;
	if (!(await isThere(place, 'audit_outbox'))) return { waiting: 0, foreign: 0 };
	const store = await openStore(place);
	try {
		return await inspectOutbox(store, host.tenant, composeMark(host), options);
	} finally {
		await store.close();
	}
}
