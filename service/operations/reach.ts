import { denied } from '../../manifests/registry/access/access';
import type { Grant } from '../../manifests/registry/access/access-claims';
import type { ServiceScope } from '../access/scopes';

export type Reaching = { tenant: string; grant?: Grant };
type EveryTenant = Extract<ServiceScope, `${string}:tenants`>;

export const reachesAll = ({ grant }: Reaching, scope: EveryTenant): boolean => grant === undefined || grant.scopes.has(scope);

/** @throws TroupeError ACCESS_DENIED for another tenant without the scope */
export function checkReach(tenant: string, place: Reaching, scope: EveryTenant): void {
	if (tenant === place.tenant || reachesAll(place, scope)) return;
	throw denied('scope', 'The caller reaches its own tenant only.', `Use a key with the scope ${scope}.`, { scope });
}
