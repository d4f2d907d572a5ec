import { pause } from '../../../core/base/async/pause';
import { defaultTenant } from '../../../core/base/tenant';
import { type ReachedOutside, reachOutside } from '../../../core/channels/reach-outside';
import { forgetPerson, type ForgottenInCrm } from '../../../core/crm/forget-person';
import { systemClock } from '../../../core/ports/host';
import { type CredentialHost, openCredentials } from '../credentials/credentials';
import { createLeadCalls } from './lead-calls';
import { openNamedCrm } from './named-crm';
import { providerOfType } from './open-crm';

/** A person as CRMs know them. */
interface Wanted {
	name: string | null;
	/** E.164. */
	phones: readonly string[];
	/** Under which leads of the person can be recorded, such as conversations. */
	leads: readonly string[];
}

const waitMs = 30_000;

/** Removes a person in the CRMs of the tenant's credentials. */
export async function forgetInCrms(wanted: Wanted, host: CredentialHost, done: ReachedOutside, signal: AbortSignal): Promise<void> {
	const { store } = await openCredentials(host);
	for (const { name, type } of await store.list(host.tenant ?? defaultTenant)) {
		const provider = Object.hasOwn(providerOfType, type) ? providerOfType[type] : undefined;
		if (provider === undefined) continue;
		const place = `CRM ${name}`;
		await reachOutside(place, done, signal, async (until) => {
			const crm = await openNamedCrm({ provider, credential: name }, host, until);
			const wait = (milliseconds: number) => pause(milliseconds, until);
			const calls = createLeadCalls(host, { account: `${provider} ${name}`, clock: host.clock ?? systemClock, waitMs, pause: wait });
			const { phones, leads: codes } = wanted;
			const keys = [...codes.map((code) => `lead ${code}`), ...phones.map((phone) => `phone ${phone}`)];
			const forgotten = await calls.forget(keys, (known) => {
				const ofLeads = known.slice(0, codes.length);
				const leads = {
					codes,
					people: ofLeads.flatMap(({ person }) => person ?? []),
					deals: ofLeads.flatMap(({ deal, previousDeal }) => [deal ?? [], previousDeal ?? []].flat()),
				};
				const remembered = known.slice(codes.length).flatMap(({ person }) => person ?? []);
				return forgetPerson({ name: wanted.name, phones, leads, remembered }, crm, until);
			});
			for (const where of describeLeft(forgotten)) done.notReached.push({ stores: [place], where });
			return forgotten.people.length > 0 || forgotten.deals.length > 0;
		});
	}
}

function describeLeft({ deals, doubts, isWhole }: ForgottenInCrm): string[] {
	const others = doubts.map(({ id, because }) => `${id} (${because})`);
	return [
		...(deals.length > 0 ? [`keeps the deals ${deals.join(', ')}: look at what your people wrote there`] : []),
		...(others.length > 0 ? [`has others who may be the person: ${others.join(', ')}. Decide there`] : []),
		...(isWhole ? [] : ['did not show all whom it has by this name: look there for the person']),
	];
}
