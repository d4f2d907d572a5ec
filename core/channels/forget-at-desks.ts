import { findDesk } from '../conversations/hand-over/find-desk';
import type { Contact } from '../ports/channels/contacts';
import type { ChannelParts } from './channel-parts';
import { findRecord } from './hand-over';
import { type ReachedOutside, reachOutside } from './reach-outside';

export async function forgetAtDesks(
	{ directory, contacts }: Pick<ChannelParts, 'directory' | 'contacts'>,
	tenant: string,
	contact: Contact,
	signal: AbortSignal,
): Promise<ReachedOutside> {
	const done: ReachedOutside = { reached: [], notReached: [] };
	const people = await contacts.listParts(tenant, contact.id);
	const conversations = await contacts.listConversations(tenant, people);
	const person = { aliases: contact.aliases, contacts: people };
	const desks = await listDesks(directory, tenant, conversations, done, signal);
	for (const desk of desks)
		await reachOutside(`desk ${desk}`, done, signal, async (until) => {
			const open = await directory.find(tenant, desk);
			return (await open?.channel.desk?.forget(person, until)) ?? false;
		});
	return done;
}

export async function listDesks(
	directory: ChannelParts['directory'],
	tenant: string,
	conversations: ReadonlyArray<{ channel: string }>,
	done: ReachedOutside,
	signal: AbortSignal,
): Promise<Set<string>> {
	const desks = new Set<string>();
	for (const channel of new Set(conversations.map((conversation) => conversation.channel)))
		await reachOutside(`desk of ${channel}`, done, signal, async () => {
			const open = await directory.find(tenant, channel);
			const desk = open && (await findDesk(findRecord(directory, tenant), open.record));
			if (desk && 'name' in desk) desks.add(desk.name);
			return false;
		});
	return desks;
}
