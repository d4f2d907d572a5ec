import { type RunTotal, runDimensions, type UsageDimension, type UsageQuery, type UsageTotal } from '../../../core/ports/usage';
import { openTotalsOfRuns } from '../../../providers/compose/runs/run-totals';
import type { RunDimension } from '../../../providers/state/runs/run-totals';
import type { UsagePlace } from './usage-place';

export type JoinedTotal = UsageTotal & Record<keyof RunTotal, number | null>;

const noRuns: Record<keyof RunTotal, null> = {
	runs: null,
	failedRuns: null,
	successRate: null,
	p50Ms: null,
	p95Ms: null,
	p99Ms: null,
};

const noCalls: Omit<UsageTotal, 'group'> = {
	calls: 0,
	failed: 0,
	open: 0,
	lost: 0,
	inputTokens: 0,
	cachedInputTokens: 0,
	cacheWriteTokens: 0,
	outputTokens: 0,
	reasoningTokens: 0,
	searches: 0,
	costUsd: 0,
	unpriced: 0,
	estimated: 0,
};

const isOfRuns = (by: UsageDimension[]): by is RunDimension[] => by.every((name) => (runDimensions as readonly string[]).includes(name));

const dayMs = 86_400_000;
/** Max days of read runs, at the period's end. */
const maxDays = 31;

interface JoinedTotals {
	totals: JoinedTotal[];
	/** All groups; null without calls and runs. */
	whole: JoinedTotal | null;
	/** Beginning of the counted runs, in milliseconds since the epoch; undefined where runs have no such groups. */
	runsFrom?: number;
}

export async function joinRuns(
	{ totals, whole }: { totals: UsageTotal[]; whole: UsageTotal | undefined },
	{ by, page, ...query }: UsageQuery,
	host: UsagePlace,
	now: number,
): Promise<JoinedTotals> {
	const stored = isOfRuns(by) ? await openTotalsOfRuns(host) : undefined;
	if (!isOfRuns(by) || !stored)
		return { totals: totals.map((total) => ({ ...total, ...noRuns })), whole: whole ? { ...whole, ...noRuns } : null };
	const to = Math.min(query.to ?? Infinity, now + 1);
	const from = Math.max(query.from ?? 0, Math.floor(to / dayMs - maxDays) * dayMs);
	const runs = await stored.totals({ ...query, by, from, to });
	const nameOf = (group: UsageTotal['group']) => JSON.stringify(placeOf(by, group));
	const byGroup = new Map<string, JoinedTotal>(totals.map((total) => [nameOf(total.group), { ...total, ...noRuns }]));
	for (const { group, ...figures } of runs.groups) {
		if (page?.after && comparePlaces(placeOf(by, group), page.after) <= 0) continue;
		const name = nameOf(group);
		byGroup.set(name, { ...(byGroup.get(name) ?? { group, ...noCalls }), ...figures });
	}
	const joined = [...byGroup.values()].sort((one, other) => comparePlaces(placeOf(by, one.group), placeOf(by, other.group)));
	const all = { ...(whole ?? { group: {}, ...noCalls }), ...(runs.whole ?? noRuns) };
	return { totals: joined, whole: whole || runs.whole ? all : null, runsFrom: from };
}

export const placeOf = (by: UsageDimension[], group: UsageTotal['group']): string[] => by.map((name) => group[name] ?? '');

function comparePlaces(one: readonly string[], other: readonly string[]): number {
	const differs = one.findIndex((name, index) => name !== other[index]);
	return differs < 0 ? 0 : Buffer.compare(Buffer.from(one[differs]!), Buffer.from(other[differs]!));
}
