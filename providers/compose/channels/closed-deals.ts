import type { HasClosedDeal } from '../../../core/channels/follow-up';
import { hasClosedDeal } from '../crm/has-closed-deal';
import { type ChannelHost, openChannels } from './open-channels';

/** The newest ones; more than one person has lately. */
const maxConversations = 20;

export const findClosedDeals =
	(host: ChannelHost): HasClosedDeal =>
	async ({ tenant, contact, conversation }, signal) => {
		const { mailbox } = await openChannels(host);
		const conversations = (await mailbox.list(tenant, { contact }, maxConversations)).map(({ id }) => id);
		return hasClosedDeal([...new Set([conversation, ...conversations])], { ...host, tenant }, signal);
	};
