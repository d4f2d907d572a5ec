import type { ConversationDeal } from '../../ports/channels/conversation-deals';
import type { ListedConversation } from '../../ports/channels/conversations';
import type { DayHandOver } from '../../ports/channels/day-figures';
import type { ConversationRuns } from '../../ports/runs/conversation-runs';

/** New contacts from one place that one version of an agent answered, and how far they have come since. */
export interface FunnelRow {
	/** `ad Prensas 40t`; null: nobody told. */
	origin: string | null;
	/** `id@version`; null: no agent. */
	agent: string | null;
	/** Contacts whose conversation began on the day. */
	leads: number;
	/** Those of them whom a hand-over called hot. */
	qualified: number;
	handedOver: number;
	/** Leads with a deal in the CRM. */
	deals: number;
	/** Leads whose deal came as far as the proposal; null where no pipeline of theirs has a stage for it. */
	proposals: number | null;
	/** Leads who bought, and leads who did not and have no other deal. */
	won: number;
	lost: number;
}

export type FunnelFigures = Omit<FunnelRow, 'origin' | 'agent'>;

/** A conversation, and its last hand-over on the day. */
export interface HandedOver extends Omit<DayHandOver, 'conversation'> {
	conversation: ListedConversation;
}

export interface DaySum {
	conversations: number;
	/** Those that began on the day. */
	begun: number;
	/** Contacts of those that began, each once. */
	leads: number;
	/** Handed over on the day, the last one first. */
	handedOver: HandedOver[];
	hot: ListedConversation[];
	/** Deals that were opened, won and lost on the day, whenever their conversation began. */
	deals: { opened: number; won: number; lost: number };
	runs: number;
	/** US dollars; null where no price is known. */
	costUsd: number | null;
	/** Runs that called a model whose price is not known: they are not in the cost. */
	unpricedRuns: number;
	perConversationUsd: number | null;
	/** For each contact whom an agent answered. */
	perLeadUsd: number | null;
	/** The largest group first. */
	funnel: FunnelRow[];
	/** Totals of all leads: a contact that came from two places is in two rows, and here once. */
	funnelTotals: FunnelFigures;
}

/** Facts about the conversations of a day. */
export interface DayFacts {
	/** Runs of the day, by conversation. One without a message on the day adds to the cost: an answer that failed after midnight. */
	runs: ReadonlyMap<string, ConversationRuns>;
	handOvers: readonly DayHandOver[];
	/** Deals of the conversations, and deals that were opened or closed on the day. */
	deals: readonly ConversationDeal[];
}

/** Sums up the conversations of a day. */
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
		...{ conversations: found.length, begun: begun.length, leads: countContacts(begun) },
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

/** Counts how far contacts came, each once. */
function sumStages(of: readonly ListedConversation[], byConversation: ReadonlyMap<string, ConversationDeal[]>): FunnelFigures {
	const dealsOf = ({ id }: ListedConversation) => byConversation.get(id) ?? [];
	const having = (fits: (deal: ConversationDeal) => boolean) => of.filter((one) => dealsOf(one).some(fits));
	const isUntold = having(() => true).length > 0 && having(({ isProposed }) => isProposed !== null).length === 0;
	return {
		...{ leads: countContacts(of), qualified: countContacts(of.filter(({ isHot }) => isHot)) },
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
