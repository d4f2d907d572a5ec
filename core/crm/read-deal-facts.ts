import { plain } from '../base/text/plain-text';
import type { DealFacts } from '../ports/channels/conversation-deals';
import type { CrmChoices, StoredDeal } from '../ports/crm';

/** How people name the stage in which the customer has the proposal. */
const proposal = /propos|quot|orcament|cotaca/;

/** Reads from a deal how far it came. Undefined: the CRM has no such deal any more. */
export function readDealFacts(deal: StoredDeal | undefined, pipelines: CrmChoices['pipelines']): DealFacts {
	if (deal === undefined) return { state: 'removed', isProposed: null, closedAt: null };
	const { closed, closedAt = null } = deal;
	return { state: closed ?? 'open', isProposed: readProposal(deal, pipelines), closedAt: closed === undefined ? null : closedAt };
}

/** Tells if a deal is in the stage of the proposal or in a later one. Null where nobody can tell. */
function readProposal({ pipeline, stage, closed }: StoredDeal, pipelines: CrmChoices['pipelines']): boolean | null {
	const { stages = [] } = pipelines.find(({ id }) => id === pipeline) ?? {};
	const first = stages.findIndex(({ name }) => proposal.test(plain(name)));
	if (first < 0) return null;
	if (closed === 'won') return true;
	const at = stages.findIndex(({ id }) => id === stage);
	// The stage of the lost does not say how far they had come.
	return at < 0 || stages[at]!.isClosed ? null : at >= first;
}
