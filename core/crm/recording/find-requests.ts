import type { Crm } from '../../ports/crm';
import type { Lead, OpenRequests } from '../lead';
import { describeRequests, hasRequestsAfter, listRequestsSince } from '../requests';
import type { LeadProgress } from './lead-parts';

/** Finds a lead's open requests: all but those of closed deals. Without a deal, does not call the CRM. */
export async function findRequests(
	lead: Lead,
	{ crm, progress }: { crm: Crm; progress: Pick<LeadProgress, 'ids' | 'requests'> },
	signal: AbortSignal,
): Promise<OpenRequests> {
	const id = progress.ids.deal ?? lead.knownDeal;
	const deal = id === undefined ? undefined : await crm.deals.get(id, signal);
	// Older deals about a request were closed before it.
	const before = Object.values(progress.requests).flatMap((one) => (one === id ? [] : { id: one }));
	const earlier = deal?.closed === undefined ? before : [...before, deal];
	const requests = listRequestsSince(lead, earlier, progress.requests);
	const isAnew = deal?.closed === undefined || hasRequestsAfter(lead, deal, before, progress.requests);
	const state = id === undefined ? undefined : deal ? (deal.closed ?? 'open') : 'removed';
	return {
		deal: id === undefined || state === undefined ? null : { id, state },
		requests: isAnew ? requests : [],
		text: (isAnew && describeRequests(requests)) || null,
	};
}
