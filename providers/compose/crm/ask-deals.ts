import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { readDealFacts } from '../../../core/crm/read-deal-facts';
import { textField } from '../../../core/ports/access/oauth-tokens';
import type { ConversationDeal } from '../../../core/ports/channels/conversation-deals';
import type { Crm } from '../../../core/ports/crm';
import { systemClock } from '../../../core/ports/host';
import { openChannels } from '../channels/open-channels';
import { composeCredentials, type CredentialHost, openCredentials } from '../credentials/credentials';
import { withResidency } from '../settings/residency';
import { openNamedCrm } from './named-crm';
import { crmCredentialType, crmProvider, openCrm } from './open-crm';

export type AskingHost = CredentialHost & { tenant: string };

export interface AskedDeals {
	/** Accounts that did not answer, with the error code. Their deals keep their last state. */
	notReached: Array<{ account: string; reason: string }>;
	isCut: boolean;
}

/** CRMs limit requests per second; the next call asks for the rest. */
const maxAsked = 60;
const maxMs = 20_000;
const freshMs = 10 * 60_000;
const reopenedMs = 31 * 86_400_000;

/** Asks for deals that are open or were closed in the last month, longest ago first, and stores the answers. */
export async function askDeals(host: AskingHost, signal: AbortSignal): Promise<AskedDeals> {
	const { tenant, clock = systemClock } = host;
	const { deals } = await openChannels(host);
	const now = clock.now();
	const due = await deals.listToAsk(tenant, { askedBefore: now - freshMs, closedAfter: now - reopenedMs }, maxAsked + 1);
	const until = AbortSignal.any([signal, AbortSignal.timeout(maxMs)]);
	const notReached: AskedDeals['notReached'] = [];
	for (const [account, ofAccount] of Map.groupBy(due.slice(0, maxAsked), (deal) => deal.account))
		try {
			await askAccount(account, ofAccount, host, until);
		} catch (fault) {
			signal.throwIfAborted();
			notReached.push({ account, reason: isTroupeError(fault) ? fault.code : until.aborted ? 'HTTP_TIMEOUT' : 'INTERNAL' });
		}
	return { notReached, isCut: due.length > maxAsked };
}

/** Asks even for recently checked deals. @throws TroupeError of the first account that does not answer */
export async function askAbout(deals: readonly ConversationDeal[], host: AskingHost, signal: AbortSignal): Promise<void> {
	for (const [account, ofAccount] of Map.groupBy(deals, (deal) => deal.account)) await askAccount(account, ofAccount, host, signal);
}

async function askAccount(account: string, deals: ConversationDeal[], host: AskingHost, signal: AbortSignal): Promise<void> {
	const crm = await openAccount(account, host, signal);
	const { pipelines } = await crm.listChoices(signal);
	const store = (await openChannels(host)).deals;
	let refusal: TroupeError | undefined;
	for (const deal of deals)
		try {
			await store.note(host.tenant, deal, readDealFacts(await crm.deals.get(deal.id, signal), pipelines));
		} catch (fault) {
			// The account may lack access to this deal only.
			if (!isTroupeError(fault) || fault.code !== 'CRM_REFUSED') throw fault;
			refusal = fault;
		}
	if (refusal) throw refusal;
}

/** @throws TroupeError CREDENTIAL_… */
async function openAccount(account: string, host: AskingHost, signal: AbortSignal): Promise<Crm> {
	const [first = '', second = '', ...rest] = account.split(' ');
	if (first === crmProvider) return openNamedCrm({ credential: [second, ...rest].join(' ') }, host, signal);
	return openOfNode(rest.join(' '), host, signal);
}

/** A node's account is in an n8n credential. The tenant's only one for the same server replaces it. */
async function openOfNode(address: string, host: AskingHost, signal: AbortSignal): Promise<Crm> {
	const { store } = await openCredentials(host);
	const named = (await store.list(host.tenant)).filter(({ type }) => type === crmCredentialType);
	const secrets = await Promise.all(
		named.map(async ({ name }) => (await composeCredentials(host).resolve(name, host.tenant, signal)).data),
	);
	const { pipeRunAddress } = await import('../../crm/piperun/piperun-crm');
	const place = (url: string) => url.replace(/\/+$/, '') || pipeRunAddress;
	const [own, other] = secrets.filter((one) => place(textField(one, 'baseUrl')) === place(address));
	if (own === undefined || other !== undefined) throw onlyInNode();
	const { residency } = withResidency('The CRM', host);
	return openCrm({ secrets: own, ...(residency && { residency }) });
}

const onlyInNode = () =>
	new TroupeError({
		code: 'CREDENTIAL_NOT_FOUND',
		message: 'The deal was made by a node of n8n, whose credential only n8n can read.',
		fix: 'Add the account here too: troupe credentials add NAME --type piperunApi',
	});
