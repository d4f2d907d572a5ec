/** Refuses servers outside a tenant's region, before anything is sent. */
import { TroupeError } from '../../../core/base/errors';
import { describeResidencyFix, findRegion, isWithin, parseRegions, readServer, type Regions } from '../../../core/base/network/regions';
import { readListSetting } from '../../../core/base/settings/settings';
import type { Environment } from '../../../core/base/settings/setting-names';
import { defaultTenant } from '../../../core/base/tenant';
import type { NetworkRules } from '../../http/guarded-fetch';
import { readTenantRules, type TenantHost } from '../state/host-tenants';

/** Returns the regions of servers, as the operator declares them. @throws TroupeError INPUT_INVALID */
export const readRegions = (environment?: Environment): Regions => parseRegions(readListSetting('TROUPE_REGIONS', environment) ?? []);

/** Name for models connected in n8n, whose server only n8n knows. */
export const modelsOfN8n = 'n8n';

/**
 * Returns the refusal of a server outside the tenant's region; undefined without a region. @param what label, such as `The models of openai` @param
 * server undefined: unknown
 */
export async function findRefusal(what: string, server: string | undefined, host: TenantHost): Promise<TroupeError | undefined> {
	const { residency } = await readTenantRules(host);
	if (residency === undefined) return undefined;
	const regions = readRegions();
	if (isWithin(residency, server, regions)) return undefined;
	const region = server === undefined ? undefined : findRegion(regions, server);
	const where = region === undefined ? 'in a region that is not declared' : `in the region ${region}`;
	return new TroupeError({
		code: 'RESIDENCY_REFUSED',
		message: `${what}${server === undefined ? '' : ` (${server})`} is ${where}, and data of the tenant ${host.tenant ?? defaultTenant} stays in ${residency}. Nothing was sent.`,
		fix: describeResidencyFix(server, region, residency),
		details: { residency, ...(server !== undefined && { server }), ...(region !== undefined && { region }) },
	});
}

/** @param url the address of the server @throws TroupeError RESIDENCY_REFUSED */
export async function requireRegion(what: string, url: string, host: TenantHost): Promise<void> {
	const refusal = await findRefusal(what, readServer(url), host);
	if (refusal) throw refusal;
}

/** A database address can name several servers. @throws TroupeError RESIDENCY_REFUSED, INPUT_INVALID */
export async function requireDatabaseRegion(what: string, address: string, host: TenantHost): Promise<void> {
	const { findServers } = await import('../../database/postgres/postgres-pool');
	for (const server of findServers(address)) {
		const refusal = await findRefusal(what, server, host);
		if (refusal) throw refusal;
	}
}

export const withResidency = <Host extends object>(
	what: string,
	host: Host & TenantHost,
): Host & TenantHost & Pick<NetworkRules, 'residency'> => ({
	...host,
	residency: (url) => requireRegion(what, url.href, host),
});
