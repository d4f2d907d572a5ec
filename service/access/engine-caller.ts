import type { EngineCaller } from '../../engine-adapter/embedded/engine-caller';
import { defaultTenantId } from '../../engine-adapter/embedded/state/tenants';
import type { Grant } from '../../manifests/registry/access/access-claims';
import type { ServiceScope } from './scopes';
import { operator } from './operator';

const everyTenant: ServiceScope = 'process:tenants';
const decider: ServiceScope = 'agent:decide';
const [worker, changer, reader]: ServiceScope[] = ['process:work', 'process:run', 'process:read'];

/** Converts a caller for the engine, which calls the service's own tenant `<default>`, as a cluster without multi-tenancy does. */
export function engineCaller({ caller, scopes, asker, session }: Grant, serviceTenant: string): EngineCaller {
	const tenantId = caller.tenant === serviceTenant ? defaultTenantId : caller.tenant;
	const tenants = scopes.has(everyTenant) ? ('every' as const) : [tenantId];
	const { subject: name } = caller;
	const startedBy = name === operator ? undefined : name;
	const whose =
		startedBy === undefined ? {} : { startedBy, asker, ...(scopes.has(worker!) && !scopes.has(changer!) && { isWorker: true }) };
	return {
		tenantId,
		tenants,
		defaultName: serviceTenant,
		...whose,
		...(session !== undefined && { session }),
		person: { name, decides: scopes.has(decider) },
		...(scopes.has(reader!) && { readsAll: true }),
	};
}
