import { findDesk } from '../conversations/hand-over/find-desk';
import { isTroupeError } from '../base/errors';
import type { Contact } from '../ports/channels/contacts';
import type { ChannelParts } from './channel-parts';
import { findRecord } from './hand-over';

/** More than one person has. */
const maxConversations = 1_000;
const timeoutMs = 60_000;

/** Where a person was removed, and where not. */
export interface ForgottenAtDesks {
	/** Names of channels. */
	reached: string[];
	notReached: Array<{ desk: string; reason: string }>;
}

/** Removes a person from the desks of their conversations. */
export async function forgetAtDesks(
	{ mailbox, directory }: Pick<ChannelParts, 'mailbox' | 'directory'>,
	tenant: string,
	contact: Contact,
	signal: AbortSignal,
): Promise<ForgottenAtDesks> {
	const done: ForgottenAtDesks = { reached: [], notReached: [] };
	const conversations = await mailbox.list(tenant, { contact: contact.id }, maxConversations);
	const desks = new Set<string>();
	for (const channel of new Set(conversations.map((conversation) => conversation.channel))) {
		try {
			const open = await directory.find(tenant, channel);
			const desk = open && (await findDesk(findRecord(directory, tenant), open.record));
			if (desk && 'name' in desk) desks.add(desk.name);
		} catch (fault) {
			done.notReached.push({ desk: channel, reason: describe(fault) });
		}
	}
	for (const desk of desks) {
		try {
			const open = await directory.find(tenant, desk);
			if (await open?.channel.desk?.forget(contact, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]))) done.reached.push(desk);
		} catch (fault) {
			done.notReached.push({ desk, reason: describe(fault) });
		}
	}
	return done;
}

const describe = (fault: unknown): string => (isTroupeError(fault) ? `${fault.code}: ${fault.message}` : 'it did not answer');
