import type { ConversationDeal } from '../../ports/channels/conversation-deals';
import type { ListedConversation } from '../../ports/channels/conversations';
import type { DayHandOver } from '../../ports/channels/day-figures';
import type { ConversationRuns } from '../../ports/runs/conversation-runs';

export interface FunnelRow {
	/** `ad Prensas 40t`; null: unknown. */
	origin: string | null;
	/** `id@version`; null: no agent. */
	agent: string | null;
	leads: number;
	qualified: number;
	handedOver: number;
	deals: number;
	/** Leads whose deal reached the proposal; null if no pipeline has a stage for it. */
	proposals: number | null;
	won: number;
	lost: number;
}

type FunnelFigures = Omit<FunnelRow, 'origin' | 'agent'>;

interface HandedOver extends Omit<DayHandOver, 'conversation'> {
	conversation: ListedConversation;
}

export interface DaySum {
	conversations: number;
	begun: number;
	leads: number;
	handedOver: HandedOver[];
	hot: ListedConversation[];
	/** Deals that were opened, won and lost on the day, whenever their conversation began. */
	deals: { opened: number; won: number; lost: number };
	runs: number;
	/** US dollars; null if no price is known. */
	costUsd: number | null;
	/** Runs on a model without a known price; not in the cost. */
	unpricedRuns: number;
	perConversationUsd: number | null;
	perLeadUsd: number | null;
	/** Largest group first. */
	funnel: FunnelRow[];
	/** A contact from two origins is in two rows, but counts here once. */
	funnelTotals: FunnelFigures;
}

interface DayFacts {
	/** Runs of the day, by conversation. One without a message on the day adds to the cost: an answer that failed after midnight. */
	runs: ReadonlyMap<string, ConversationRuns>;
	handOvers: readonly DayHandOver[];
	deals: readonly ConversationDeal[];
}

export function sumDay(
	found: readonly ListedConversation[],
	{ runs, handOvers, deals }: DayFacts,
	{ from, to }: { from: number; to: number },
): DaySum {
	const isOfDay = (at: number | null) => at !== null && at >= from && at < to;
	const begun = found.filter(({ begunAt }) => isOfDay(begunAt));
	const answered = found.filter(({ id }) => runs.has(id));
	const existing = deals.filter(({ state }) => state !== 'removed');
	const closed = existing.filter(({ closedAt }) => isOfDay(closedAt));
	return {
		conversations: found.length,
		begun: begun.length,
		leads: countContacts(begun),
		handedOver: listHandedOver(found, handOvers),
		hot: found.filter(({ isHot }) => isHot),
		deals: {
			opened: existing.filter(({ recordedAt }) => isOfDay(recordedAt)).length,
			won: closed.filter(({ state }) => state === 'won').length,
			lost: closed.filter(({ state }) => state === 'lost').length,
		},
		...sumCost([...runs.values()], answered),
		...sumFunnel(begun, runs, existing),
	};
}

function listHandedOver(found: readonly ListedConversation[], handOvers: readonly DayHandOver[]): HandedOver[] {
	const byId = new Map(found.map((one) => [one.id, one]));
	const last = new Map<string, HandedOver>();
	for (const { conversation: id, ...handOver } of handOvers) {
		const conversation = byId.get(id);
		if (conversation && (last.get(id)?.at ?? 0) < handOver.at) last.set(id, { ...handOver, conversation });
	}
	return [...last.values()].toSorted((one, other) => other.at - one.at);
}

function sumCost(runs: readonly ConversationRuns[], answered: readonly ListedConversation[]) {
	const costs = runs.flatMap(({ costUsd }) => costUsd ?? []);
	const costUsd = costs.length === 0 && runs.length > 0 ? null : costs.reduce((sum, one) => sum + one, 0);
	const share = (of: number) => (costUsd === null || of === 0 ? null : costUsd / of);
	return {
		runs: runs.reduce((sum, one) => sum + one.runs, 0),
		costUsd,
		unpricedRuns: runs.reduce((sum, { unpriced }) => sum + unpriced, 0),
		perConversationUsd: share(answered.length),
		perLeadUsd: share(countContacts(answered)),
	};
}

function sumFunnel(
	begun: readonly ListedConversation[],
	runs: ReadonlyMap<string, ConversationRuns>,
	deals: readonly ConversationDeal[],
): Pick<DaySum, 'funnel' | 'funnelTotals'> {
	const groups = Map.groupBy(begun, (one) => JSON.stringify([nameOrigin(one), runs.get(one.id)?.agent ?? null]));
	const byConversation = Map.groupBy(deals, ({ conversation }) => conversation);
	const funnel = [...groups].map(([key, of]) => {
		const [origin, agent] = JSON.parse(key) as [string | null, string | null];
		return { origin, agent, ...sumStages(of, byConversation) };
	});
	return { funnel: funnel.sort((one, other) => other.leads - one.leads), funnelTotals: sumStages(begun, byConversation) };
}

function sumStages(of: readonly ListedConversation[], byConversation: ReadonlyMap<string, ConversationDeal[]>): FunnelFigures {
	const dealsOf = ({ id }: ListedConversation) => byConversation.get(id) ?? [];
	const having = (fits: (deal: ConversationDeal) => boolean) => of.filter((one) => dealsOf(one).some(fits));
	const isUntold = having(() => true).length > 0 && having(({ isProposed }) => isProposed !== null).length === 0;
	return {
		leads: countContacts(of),
		qualified: countContacts(of.filter(({ isHot }) => isHot)),
		handedOver: countContacts(of.filter(({ handOver }) => handOver !== null)),
		deals: countContacts(having(() => true)),
		proposals: isUntold ? null : countContacts(having(({ isProposed }) => isProposed === true)),
		won: countContacts(having(({ state }) => state === 'won')),
		lost: countContacts(having(({ state }) => state === 'lost').filter((one) => dealsOf(one).every(({ state }) => state === 'lost'))),
	};
}

const countContacts = (of: readonly ListedConversation[]): number => new Set(of.map(({ contact }) => contact)).size;

const nameOrigin = ({ origin }: ListedConversation): string | null =>
	origin && [origin.via, origin.title ?? origin.source].filter(Boolean).join(' ');
