import type { ListedConversation } from '../../ports/channels/conversations';
import type { ConversationRuns } from '../../ports/runs/conversation-runs';

/** New contacts from one place that one version of an agent answered, and how far they came. */
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
}

export interface DaySum {
	conversations: number;
	/** Those that began on the day. */
	begun: number;
	/** Handed over on the day, the last one first. */
	handedOver: ListedConversation[];
	hot: ListedConversation[];
	runs: number;
	/** US dollars; null where no price is known. */
	costUsd: number | null;
	perConversationUsd: number | null;
	/** For each contact whom an agent answered. */
	perLeadUsd: number | null;
	/** The largest group first. */
	funnel: FunnelRow[];
}

/** Sums up the conversations of a day. @param runs those of the day, by conversation */
export function sumDay(
	found: readonly ListedConversation[],
	runs: ReadonlyMap<string, ConversationRuns>,
	{ from, to }: { from: number; to: number },
): DaySum {
	const isOfDay = (at: number | undefined) => at !== undefined && at >= from && at < to;
	const begun = found.filter(({ begunAt }) => isOfDay(begunAt));
	const answered = found.filter(({ id }) => runs.has(id));
	const costs = answered.flatMap(({ id }) => runs.get(id)!.costUsd ?? []);
	const costUsd = costs.length === 0 && answered.length > 0 ? null : costs.reduce((sum, one) => sum + one, 0);
	const share = (of: number) => (costUsd === null || of === 0 ? null : costUsd / of);
	return {
		...{ conversations: found.length, begun: begun.length },
		handedOver: found.filter(({ handOver }) => isOfDay(handOver?.at)).toSorted((one, other) => other.handOver!.at - one.handOver!.at),
		hot: found.filter(({ isHot }) => isHot),
		runs: answered.reduce((sum, { id }) => sum + runs.get(id)!.runs, 0),
		...{ costUsd, perConversationUsd: share(answered.length), perLeadUsd: share(new Set(answered.map(({ contact }) => contact)).size) },
		funnel: sumFunnel(begun, runs),
	};
}

function sumFunnel(begun: readonly ListedConversation[], runs: ReadonlyMap<string, ConversationRuns>): FunnelRow[] {
	const groups = Map.groupBy(begun, (one) => JSON.stringify([nameOrigin(one), runs.get(one.id)?.agent ?? null]));
	const countOf = (of: ListedConversation[]) => new Set(of.map(({ contact }) => contact)).size;
	const rows = [...groups].map(([key, of]) => {
		const [origin, agent] = JSON.parse(key) as [string | null, string | null];
		const handedOver = countOf(of.filter(({ handOver }) => handOver !== null));
		return { origin, agent, leads: countOf(of), qualified: countOf(of.filter(({ isHot }) => isHot)), handedOver };
	});
	return rows.sort((one, other) => other.leads - one.leads);
}

const nameOrigin = ({ origin }: ListedConversation): string | null =>
	origin && [origin.via, origin.title ?? origin.source].filter(Boolean).join(' ');
