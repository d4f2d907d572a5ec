import { everybody } from '../../providers/database/legal-holds';
import { openChannels } from '../../providers/compose/channels/open-channels';
import type { VaultHost } from '../../providers/compose/hosts/state-host';
import { openHostHolds } from '../../providers/compose/privacy/host-holds';
import { findExistingState } from '../../providers/compose/state/state-place';
import { systemClock } from '../../core/ports/host';
import { listHoldNames } from './hold-names';
import { lookUpContact } from './look-up-contact';
import { namePerson, type PersonPlace } from './name-person';

export async function nameHeld(person: string, host: PersonPlace) {
	const { contacts } = await openChannels(host);
	const contact = await lookUpContact(contacts, host.tenant, person);
	return { contact, names: listHoldNames(await namePerson(person, contact, host)) };
}

/** Before a cleaning: ends expired holds, and adds new conversations to other holds and restrictions. */
export async function renewHolds(host: PersonPlace & VaultHost, tenant?: string): Promise<void> {
	if (findExistingState(host) === undefined) return;
	await keepRestricted(host, tenant);
	const { store, unseal } = await openHostHolds(host);
	await store.removeEnded((host.clock ?? systemClock).now());
	for (const hold of tenant === undefined ? await store.listOfAll() : await store.list(tenant)) {
		if (hold.person === everybody) continue;
		const person = await unseal(hold.request, `${hold.tenant} ${hold.person}`);
		await store.addNames(hold.tenant, hold.id, (await nameHeld(person, { ...host, tenant: hold.tenant })).names);
	}
}

/** Keeps restricted contacts' data from removal by age (GDPR art. 18 (2)); they can be forgotten. @param tenant default: all tenants */
async function keepRestricted(host: PersonPlace, tenant?: string): Promise<void> {
	const { rights } = await openChannels(host);
	for (const { tenant: whose, contact, protocol } of await rights.listRestrictions(tenant))
		await rights.keepNames(whose, protocol, (await nameHeld(contact, { ...host, tenant: whose })).names);
}
