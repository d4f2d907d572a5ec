import { forgetAtDesks } from '../../../core/channels/forget-at-desks';
import { type ReachedOutside, reachOutside } from '../../../core/channels/reach-outside';
import { readContact } from '../../../core/leads/read-contact';
import type { Contact } from '../../../core/ports/channels/contacts';
import { openLeadStores } from '../agents/lead-stores';
import type { Host } from '../hosts/host';
import { openChannels } from './open-channels';

/**
 * Removes a contact where its data went: at desks, and in the stores of leads of agents. Repeated, it finds what is left.
 * @throws the reason of the signal
 */
export async function forgetOutside(
	contact: Contact,
	host: Host & { tenant: string; stateFolder: string },
	signal: AbortSignal,
): Promise<ReachedOutside> {
	const parts = await openChannels(host);
	const done = await forgetAtDesks(parts, host.tenant, contact, signal);
	const people = await parts.contacts.listParts(host.tenant, contact.id);
	await forgetLeads(await listLeadNames(contact, people), host, done, signal);
	return done;
}

/** Returns the names under which agents store leads: contacts of channels, and the numbers that a provider named. */
async function listLeadNames({ aliases }: Contact, people: string[]): Promise<string[]> {
	const phones = aliases.filter(({ kind, proof }) => kind === 'phone' && proof === 'provider').map(({ value }) => value);
	return [...new Set([...people, ...(await Promise.all(phones.map(async (phone) => (await readContact(phone)).contact)))])];
}

async function forgetLeads(names: string[], host: Host, done: ReachedOutside, signal: AbortSignal): Promise<void> {
	const { stores, unread } = await openLeadStores(host);
	for (const { agent, reason } of unread) done.notReached.push({ stores: [`leads of the agent ${agent}`], where: reason });
	for (const { name, store } of stores)
		await reachOutside(name, done, signal, async (until) => {
			let isKnown = false;
			for (const each of names) isKnown = (await store.forget(each, until)) || isKnown;
			return isKnown;
		});
}
