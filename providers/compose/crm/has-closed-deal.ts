import { pause } from '../../../core/base/async/pause';
import { defaultTenant } from '../../../core/base/tenant';
import { systemClock } from '../../../core/ports/host';
import { type CredentialHost, openCredentials } from '../credentials/credentials';
import { createLeadCalls } from './lead-calls';
import { openNamedCrm } from './named-crm';
import { providerOfType } from './open-crm';

const waitMs = 10_000;

/**
 * Returns whether the last deals that were recorded for some leads are all won or lost, as the CRMs of the tenant's credentials say. One that was
 * deleted says nothing. Where no deal was recorded, no CRM is asked.
 * @throws TroupeError CRM_…, CREDENTIAL_…, RUN_TAKEN
 */
export async function hasClosedDeal(leads: readonly string[], host: CredentialHost, signal: AbortSignal): Promise<boolean> {
	const { store } = await openCredentials(host);
	let closed = 0;
	for (const { name, type } of await store.list(host.tenant ?? defaultTenant)) {
		const provider = Object.hasOwn(providerOfType, type) ? providerOfType[type] : undefined;
		if (provider === undefined) continue;
		const wait = (milliseconds: number) => pause(milliseconds, signal);
		const account = `${provider} ${name}`;
		const calls = createLeadCalls(host, { account, clock: host.clock ?? systemClock, waitMs, pause: wait });
		const ids: string[] = [];
		for (const lead of leads) ids.push(...[(await calls.readLead(lead)).deal ?? []].flat());
		if (ids.length === 0) continue;
		const crm = await openNamedCrm({ provider, credential: name }, host, signal);
		for (const id of ids) {
			const deal = await crm.deals.get(id, signal);
			if (deal === undefined) continue;
			if (deal.closed === undefined) return false;
			closed += 1;
		}
	}
	return closed > 0;
}
