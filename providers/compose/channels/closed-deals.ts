import type { HasClosedDeal } from '../../../core/channels/follow-up';
import type { AskingHost } from '../crm/ask-deals';
import { askAbout } from '../crm/ask-deals';
import { type ChannelHost, openChannels } from './open-channels';

/** The newest ones; more than one person has. */
const maxDeals = 20;

/**
 * Returns whether the CRMs report all deals of the conversations as won or lost. Removed deals do not count. Without deals, no CRM is asked. @throws
 * TroupeError CRM_…, CREDENTIAL_…
 */
async function hasClosedDeal(conversations: readonly string[], host: AskingHost, signal: AbortSignal): Promise<boolean> {
	const { deals } = await openChannels(host);
	const list = async () => (await deals.list(host.tenant, { conversations }, maxDeals)).filter(({ state }) => state !== 'removed');
	await askAbout(await list(), host, signal);
	const states = (await list()).map(({ state }) => state);
	return states.length > 0 && !states.includes('open');
}

/** The newest ones; more than one person has lately. */
const maxConversations = 20;

export const findClosedDeals =
	(host: ChannelHost): HasClosedDeal =>
	async ({ tenant, contact, conversation }, signal) => {
		const { mailbox } = await openChannels(host);
		const conversations = (await mailbox.list(tenant, { contact }, maxConversations)).map(({ id }) => id);
		return hasClosedDeal([...new Set([conversation, ...conversations])], { ...host, tenant }, signal);
	};
