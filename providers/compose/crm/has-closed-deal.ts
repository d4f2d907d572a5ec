import { openChannels } from '../channels/open-channels';
import { type AskingHost, askAbout } from './ask-deals';

/** The newest ones; more than one person has. */
const maxDeals = 20;

/**
 * Returns whether the CRMs report all deals of the conversations as won or lost. Removed deals do not count. Without deals, no CRM is asked. @throws
 * TroupeError CRM_…, CREDENTIAL_…
 */
export async function hasClosedDeal(conversations: readonly string[], host: AskingHost, signal: AbortSignal): Promise<boolean> {
	const { deals } = await openChannels(host);
	const list = async () => (await deals.list(host.tenant, { conversations }, maxDeals)).filter(({ state }) => state !== 'removed');
	await askAbout(await list(), host, signal);
	const states = (await list()).map(({ state }) => state);
	return states.length > 0 && !states.includes('open');
}
