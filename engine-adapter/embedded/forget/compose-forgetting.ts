import type { ForgetInProcesses } from '../../../core/ports/processes';
import type { EmbeddedEngine } from '../embedded-engine';
import { defaultTenantId } from '../state/tenants';
import { forgetInEngine } from './forget-person';
import { forgetTenantInEngine } from './forget-tenant';
import { listOwners } from './list-owners';

export type OpenHashing = () => Promise<(tenant: string, id: string) => readonly string[]>;

/** @param ownTenant the engine's `<default>` */
export const composeForgetting =
	(engine: EmbeddedEngine, ownTenant: string, openHashing: OpenHashing): ForgetInProcesses =>
	async (whom, signal) => {
		const tenantId = whom.tenant === ownTenant ? defaultTenantId : whom.tenant;
		if ('isWhole' in whom) return forgetTenantInEngine(engine, tenantId, signal);
		const { tenant, names, hashes = [], isSecondLook } = whom;
		const owners = hashes.length === 0 ? [] : await findOwners(engine, tenant, new Set(hashes), await openHashing());
		return forgetInEngine(engine, { tenantId, names: [...names, ...owners], isSecondLook }, signal);
	};

async function findOwners(
	engine: EmbeddedEngine,
	tenant: string,
	wanted: ReadonlySet<string>,
	hash: Awaited<ReturnType<OpenHashing>>,
): Promise<string[]> {
	return (await listOwners(engine)).filter((id) => hash(tenant, id).some((one) => wanted.has(one)));
}
