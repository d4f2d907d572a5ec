import { forgetAtDesks } from '../../../core/channels/forget-at-desks';
import { type ReachedOutside, reachOutside } from '../../../core/channels/reach-outside';
import { parsePhone } from '../../../core/conversations/contacts/parse-phone';
import { forgetPerson } from '../../../core/crm/forget-person';
import type { ForgottenInCrm } from '../../../core/crm/forget-person';
import { readContact } from '../../../core/leads/read-contact';
import type { Contact } from '../../../core/ports/channels/contacts';
import { listSessions } from '../../state/channels/conversation-rows';
import { openLeadStores } from '../agents/lead-stores';
import type { CredentialHost } from '../credentials/credentials';
import { actInCrms, describeOthers } from '../crm/each-crm';
import type { WantedPerson } from '../crm/each-crm';
import type { Host } from '../hosts/host';
import { type ChannelHost, openChannels } from './open-channels';

async function forgetInCrms(
	{ name, ...wanted }: WantedPerson & { name: string | null },
	host: CredentialHost,
	done: ReachedOutside,
	signal: AbortSignal,
): Promise<void> {
	await actInCrms(
		wanted,
		'forget',
		async (person, crm, until) => {
			const forgotten = await forgetPerson({ name, ...person }, crm, until);
			return { isKnown: forgotten.people.length > 0 || forgotten.deals.length > 0, left: describeLeft(forgotten) };
		},
		{ host, done, signal },
	);
}

const describeLeft = ({ deals, ...others }: ForgottenInCrm): string[] => [
	...(deals.length > 0 ? [`keeps the deals ${deals.join(', ')}: look at what your people wrote there`] : []),
	...describeOthers(others),
];

/** Removes a contact at desks, in CRMs and in lead stores of agents. Idempotent: a repetition removes the rest. @throws the reason of the signal */
export async function forgetOutside(
	contact: Contact,
	host: Host & { tenant: string; stateFolder: string },
	signal: AbortSignal,
): Promise<ReachedOutside> {
	const names = await listNames(contact, host);
	const done = await forgetAtDesks(await openChannels(host), host.tenant, contact, signal);
	const leads = [...names.people, ...names.conversations];
	await forgetInCrms({ name: contact.name, phones: names.phones.flatMap((phone) => parsePhone(phone) ?? []), leads }, host, done, signal);
	await forgetLeads(names.leads, host, done, signal);
	return done;
}

interface ContactNames {
	/** The contact, contacts merged into it, and copies from desks. */
	people: string[];
	conversations: string[];
	/** Conversation IDs that agents get: one for each session. */
	sessions: string[];
	phones: string[];
	leads: string[];
}

/** Lists all names without a limit: a missing name is neither found, held, exported nor removed. */
export async function listNames({ id, aliases }: Contact, host: ChannelHost & { tenant: string }): Promise<ContactNames> {
	const { contacts } = await openChannels(host);
	const parts = await contacts.listParts(host.tenant, id);
	const people = [...parts, ...(await contacts.listDeskCopies(host.tenant, parts))];
	const listed = await contacts.listConversations(host.tenant, people);
	const conversations = listed.map((one) => one.id);
	const sessions = listed.flatMap(({ session }) => listSessions(session));
	const phones = aliases.filter(({ kind, proof }) => kind === 'phone' && proof === 'provider').map(({ value }) => value);
	const named = await Promise.all(phones.map(async (phone) => (await readContact(phone)).contact));
	return { people, conversations, sessions, phones, leads: [...new Set([...people, ...named])] };
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
