import { pause } from '../../../core/base/async/pause';
import { defaultTenant } from '../../../core/base/tenant';
import { type ReachedOutside, reachOutside } from '../../../core/channels/reach-outside';
import type { KnownPerson } from '../../../core/crm/people/find-known-people';
import type { Crm, Doubt } from '../../../core/ports/crm';
import { systemClock } from '../../../core/ports/host';
import { type CredentialHost, openCredentials } from '../credentials/credentials';
import { createLeadCalls } from './lead-calls';
import { openNamedCrm } from './named-crm';
import { crmCredentialType, crmProvider } from './open-crm';

export interface WantedPerson {
	/** E.164. */
	phones: readonly string[];
	/** Ids under which leads can be recorded, such as conversations. */
	leads: readonly string[];
}

type Remembered = Omit<KnownPerson, 'name'>;

/** @returns whether the CRM knew the person, and what stays there, for people */
type ActInCrm = (person: Remembered, crm: Crm, signal: AbortSignal) => Promise<{ isKnown: boolean; left: string[] }>;

const waitMs = 30_000;

/**
 * Acts in each CRM of the tenant; a failure does not stop the others. @param how `forget` removes the person's remembered leads and numbers
 * afterwards
 */
export async function actInCrms(
	{ phones, leads: codes }: WantedPerson,
	how: 'forget' | 'recall',
	act: ActInCrm,
	{ host, done, signal }: { host: CredentialHost; done: ReachedOutside; signal: AbortSignal },
): Promise<void> {
	const { store } = await openCredentials(host);
	for (const { name, type } of await store.list(host.tenant ?? defaultTenant)) {
		if (type !== crmCredentialType) continue;
		const place = `CRM ${name}`;
		await reachOutside(place, done, signal, async (until) => {
			const crm = await openNamedCrm({ credential: name }, host, until);
			const wait = (milliseconds: number) => pause(milliseconds, until);
			const calls = createLeadCalls(host, { account: `${crmProvider} ${name}`, clock: host.clock ?? systemClock, waitMs, pause: wait });
			const keys = [...codes.map((code) => `lead ${code}`), ...phones.map((phone) => `phone ${phone}`)];
			const { isKnown, left } = await calls[how](keys, (known) => {
				const ofLeads = known.slice(0, codes.length);
				const leads = {
					codes,
					people: ofLeads.flatMap(({ person }) => person ?? []),
					deals: ofLeads.flatMap(({ deal, previousDeal }) => [deal ?? [], previousDeal ?? []].flat()),
				};
				const remembered = known.slice(codes.length).flatMap(({ person }) => person ?? []);
				return act({ phones, leads, remembered }, crm, until);
			});
			for (const where of left) done.notReached.push({ stores: [place], where });
			return isKnown;
		});
	}
}

export function describeOthers({ doubts, isWhole }: { doubts: readonly Doubt[]; isWhole: boolean }): string[] {
	const others = doubts.map(({ id, because }) => `${id} (${because})`);
	return [
		...(others.length > 0 ? [`has others who may be the person: ${others.join(', ')}. Decide there`] : []),
		...(isWhole ? [] : ['did not show all whom it has by this name: look there for the person']),
	];
}
