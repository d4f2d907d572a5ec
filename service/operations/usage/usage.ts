import { createHash } from 'node:crypto';
import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, distinct, optional } from '../../../core/base/shape';
import { type UsageDimension, usageDimensions, type UsageQuery, type UsageTotal } from '../../../core/ports/usage';
import { integer, open, string, texts } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, text } from '../../../manifests/registry/api/fields';
import { hasLedger } from '../../../providers/compose/models/ledger-place';
import { composeUsageStore } from '../../../providers/compose/models/usage';
import { endMoment, moment, readPeriod } from '../../http/read-time';
import { operation } from '../operation';
import { joinRuns, type JoinedTotal, type JoinedTotals } from './join-runs';
import { seenTenant, type UsagePlace } from './usage-place';

export const tag = 'usage';
export const scope = 'usage:read';
type Context = { host: UsagePlace };

const defaultPage = 1_000;
export const byDay: UsageDimension[] = ['day'];
const monthMs = 30 * 86_400_000;

const number = Type.Number();
const orNull = Type.Union([number, Type.Null()]);
const total = Type.Object({
	group: open<UsageTotal['group']>(),
	...{ calls: integer, failed: integer, open: integer, lost: integer, inputTokens: integer, cachedInputTokens: integer },
	...{ cacheWriteTokens: integer, outputTokens: integer, reasoningTokens: integer, searches: integer },
	...{ costUsd: number, unpriced: integer, estimated: integer },
	...{ runs: orNull, failedRuns: orNull, successRate: orNull, p50Ms: orNull, p95Ms: orNull, p99Ms: orNull },
});
export const usageFilter = { by: distinct(usageDimensions), from: moment, to: endMoment, instance: text(100) };

export const readUsage = operation({
	summary: 'Add up calls of models (tokens and cost) and runs of agents (success and times), over time and by what they belong to',
	...{ tag, method: 'GET', path: 'usage', scope },
	input: {
		query: closed(optional({ ...usageFilter, limit: limit(10_000), cursor })),
	},
	output: Type.Object({
		...{ by: texts, items: Type.Array(total), total: Type.Union([total, Type.Null()]), cursor: Type.Optional(string) },
		runsFrom: Type.Optional(Type.String({ description: 'Since when the runs began that the groups have: at most 31 days' })),
	}),
	async perform({ by = byDay, limit: max = defaultPage, cursor: after, ...filter }, { host }: Context) {
		const { totals, whole, runsFrom, query } = await addUp({ by, ...filter }, host);
		const page = takePage(totals, query, max, after);
		return { by, ...page, total: whole, ...(runsFrom !== undefined && { runsFrom: new Date(runsFrom).toISOString() }) };
	},
});

export const adviseOnUsage = operation({
	...{ summary: 'Name what would have cost less', tag, method: 'GET', path: 'usage/advice', scope },
	input: { query: closed(optional({ from: moment })) },
	output: Type.Object({
		items: Type.Array(
			Type.Object({
				...{ kind: Type.Enum(['cheaper-model', 'caching', 'batching']), agent: Type.Union([string, Type.Null()]), model: string },
				...{ calls: integer, costUsd: number, savedUsd: number, instead: Type.Optional(string) },
			}),
		),
	}),
	async perform({ from }, { host }: Context) {
		const { advise } = await import('../../../core/usage/advise');
		const now = Date.now();
		const since = readPeriod({ from }).from ?? now - monthMs;
		const patterns = hasLedger(host) ? await (await composeUsageStore(host)).patterns(since, seenTenant(host), now) : [];
		return { items: await advise(patterns) };
	},
});

interface UsageFilter {
	by: UsageDimension[];
	from?: string;
	to?: string;
	instance?: string;
}

/** Adds up all groups of whoever asks. */
export async function addUp({ by, from, to, instance }: UsageFilter, host: UsagePlace): Promise<JoinedTotals & { query: UsageQuery }> {
	const query: UsageQuery = { by, instance, tenant: seenTenant(host), ...readPeriod({ from, to }) };
	if (!hasLedger(host)) return { totals: [], whole: null, query };
	const store = await composeUsageStore(host);
	const now = Date.now();
	const [called] = await store.totals({ ...query, by: [] }, now);
	const calls = { totals: called ? await store.totals(query, now) : [], whole: called };
	return { ...(await joinRuns(calls, query, host, now)), query };
}

/** A cursor is of one group in one query: with another query it would leave groups out. */
function takePage(totals: JoinedTotal[], query: UsageQuery, max: number, after: string | undefined) {
	const cursorOf = ({ group }: UsageTotal) =>
		createHash('sha256')
			.update(JSON.stringify([query, group]))
			.digest('base64url');
	const start = after === undefined ? 0 : totals.findIndex((one) => cursorOf(one) === after) + 1;
	if (after !== undefined && start === 0)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The cursor is not one of these totals.',
			fix: 'Use the cursor of the last answer with the same query, or begin without one.',
		});
	const items = totals.slice(start, start + max);
	return { items, ...(start + max < totals.length && { cursor: cursorOf(items.at(-1)!) }) };
}
