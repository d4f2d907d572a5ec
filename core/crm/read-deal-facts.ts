import { plain } from '../base/text/plain-text';
import type { DealFacts } from '../ports/channels/conversation-deals';
import type { CrmChoices, StoredDeal } from '../ports/crm';

const proposal = /propos|quot|orcament|cotaca/;

export function readDealFacts(deal: StoredDeal | undefined, pipelines: CrmChoices['pipelines']): DealFacts {
	if (deal === undefined) return { state: 'removed', isProposed: null, closedAt: null };
	const { closed, closedAt = null } = deal;
	return { state: closed ?? 'open', isProposed: readProposal(deal, pipelines), closedAt: closed === undefined ? null : closedAt };
}

/** True from the proposal stage on; null if unknown. */
function readProposal({ pipeline, stage, closed }: StoredDeal, pipelines: CrmChoices['pipelines']): boolean | null {
	const { stages = [] } = pipelines.find(({ id }) => id === pipeline) ?? {};
	const first = stages.findIndex(({ name }) => proposal.test(plain(name)));
	if (first < 0) return null;
	if (closed === 'won') return true;
	const at = stages.findIndex(({ id }) => id === stage);
	return at < 0 ? null : at >= first;
}
