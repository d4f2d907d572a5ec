import type { HasClosedDeal } from '../../../core/channels/follow-up';
import { hasClosedDeal } from '../crm/has-closed-deal';
import { type ChannelHost, openChannels } from './open-channels';

/** The newest ones; more than one person has lately. */
const maxConversations = 20;

/** Looks at the deals of a customer, whose leads are named after their contact or conversations. */
export const findClosedDeals =
	(host: ChannelHost): HasClosedDeal =>
	async ({ tenant, contact, conversation }, signal) => {
		const { contacts, mailbox } = await openChannels(host);
		const people = await contacts.listParts(tenant, contact);
		const conversations = (await mailbox.list(tenant, { contact }, maxConversations)).map(({ id }) => id);
		return hasClosedDeal([...new Set([...people, conversation, ...conversations])], { ...host, tenant }, signal);
	};
