import { hash } from 'node:crypto';
import * as Type from 'typebox/type';
import { letOthersRun } from '../../../core/base/async/loop-yielder';
import { TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { defaultTenant, everyTenant } from '../../../core/base/tenant';
import { closed, distinct, optional, orNull } from '../../../core/base/shape';
import { type UsageDimension, usageDimensions, type UsageQuery, type UsageTotal } from '../../../core/ports/usage';
import { integer, open, string, texts } from '../../../manifests/registry/api/answer-fields';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import { cursor, limit, text } from '../../../manifests/registry/api/fields';
import { hasLedger } from '../../../providers/compose/models/ledger-place';
import { composeUsageStore } from '../../../providers/compose/models/usage';
import { decodePlace, foreignCursor, toPage } from '../../http/page';
import { endMoment, moment, readPeriod } from '../../http/read-time';
import { operation } from '../operation';
import { checkReach } from '../reach';
import { joinRuns, type JoinedTotal, placeOf } from './join-runs';
import { seenTenant, type UsagePlace } from './usage-place';

export const tag = 'usage';
export const scope = 'usage:read';
type Context = { host: UsagePlace & { grant?: Grant } };

const defaultPage = 1_000;
/** Bound of an export: some 20 MB. */
export const maxGroups = 100_000;
const groupsAtOnce = 10_000;
export const byDay: UsageDimension[] = ['day'];
const monthMs = 30 * 86_400_000;

const number = Type.Number();
const total = Type.Object({
	group: open<UsageTotal['group']>(),
	calls: integer,
	failed: integer,
	open: integer,
	lost: integer,
	inputTokens: integer,
	cachedInputTokens: integer,
	cacheWriteTokens: integer,
	outputTokens: integer,
	reasoningTokens: integer,
	searches: integer,
	costUsd: number,
	unpriced: integer,
	estimated: integer,
	runs: orNull(number),
	failedRuns: orNull(number),
	successRate: orNull(number),
	p50Ms: orNull(number),
	p95Ms: orNull(number),
	p99Ms: orNull(number),
});
const allTenants = Type.Literal('all', { description: 'Adds up all tenants, for callers with tenant:tenants. Default: the own one' });
export const usageFilter = { by: distinct(usageDimensions), from: moment, to: endMoment, instance: text(100), tenants: allTenants };

export const readUsage = operation({
	summary: 'Add up calls of models (tokens and cost) and runs of agents (success and times), over time and by what they belong to',
	tag,
	method: 'GET',
	path: 'usage',
	scope,
	input: {
		query: closed(optional({ ...usageFilter, limit: limit(10_000), cursor })),
	},
	output: Type.Object({
		by: texts,
		items: Type.Array(total),
		cursor: Type.Optional(string),
		total: Type.Union([total, Type.Null()], { description: 'Of all groups. Null without calls and runs, and with a cursor' }),
		runsFrom: Type.Optional(Type.String({ description: 'Since when the runs began that the groups have: at most 31 days' })),
	}),
	/** @throws TroupeError ACCESS_DENIED for all tenants without tenant:tenants */
	async perform({ by = byDay, limit: max = defaultPage, cursor: after, tenants, ...filter }, { host: own }: Context) {
		const host = chooseTenants(tenants, own);
		const query = toQuery({ by, ...filter }, host);
		// With another query, a cursor would skip groups.
		const digest = hash('sha256', JSON.stringify(query), 'base64url');
		const [asked, ...place] = decodePlace(after, digest, ...by.map(() => '')) ?? [];
		if (asked !== undefined && asked !== digest) throw foreignCursor();
		if (!hasLedger(host)) return { by, items: [], total: null };
		const store = await composeUsageStore(host);
		const now = Date.now();
		const [whole] = after === undefined ? await store.totals({ ...query, by: [] }, now) : [];
		const paged = { ...query, page: { limit: max + 1, ...(after !== undefined && { after: place }) } };
		const joined = await joinRuns({ totals: await store.totals(paged, now), whole }, paged, host, now);
		return {
			by,
			...toPage(joined.totals, max, ({ group }) => [digest, ...placeOf(by, group)]),
			total: after === undefined ? joined.whole : null,
			...(joined.runsFrom !== undefined && { runsFrom: toIso(joined.runsFrom) }),
		};
	},
});

export const adviseOnUsage = operation({
	summary: 'Name what would have cost less',
	tag,
	method: 'GET',
	path: 'usage/advice',
	scope,
	input: { query: closed(optional({ from: moment })) },
	output: Type.Object({
		items: Type.Array(
			Type.Object({
				kind: Type.Enum(['cheaper-model', 'caching', 'batching']),
				agent: orNull(string),
				model: string,
				calls: integer,
				costUsd: number,
				savedUsd: number,
				instead: Type.Optional(string),
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

function chooseTenants(tenants: 'all' | undefined, host: Context['host']): UsagePlace {
	if (tenants === undefined) return host;
	if (host.operator) return { ...host, operator: { note: host.operator.note } };
	checkReach(everyTenant, { tenant: host.tenant ?? defaultTenant, ...(host.grant && { grant: host.grant }) }, 'tenant:tenants');
	return { ...host, operator: { note: () => undefined } };
}

interface UsageFilter {
	by: UsageDimension[];
	from?: string;
	to?: string;
	instance?: string;
	tenants?: 'all';
}

const toQuery = ({ by, from, to, instance }: UsageFilter, host: UsagePlace): UsageQuery => ({
	by,
	instance,
	tenant: seenTenant(host),
	...readPeriod({ from, to }),
});

/**
 * Adds up the caller's groups, with pauses for other work. @throws TroupeError INPUT_TOO_LARGE, ACCESS_DENIED for all tenants without tenant:tenants
 */
export async function addUp({ tenants, ...filter }: UsageFilter, own: Context['host'], signal: AbortSignal): Promise<JoinedTotal[]> {
	const host = chooseTenants(tenants, own);
	if (!hasLedger(host)) return [];
	const query = toQuery(filter, host);
	const store = await composeUsageStore(host);
	const now = Date.now();
	const totals: UsageTotal[] = [];
	for (let after: string[] | undefined, isLast = false; !isLast;) {
		signal.throwIfAborted();
		const page = await store.totals({ ...query, page: { limit: groupsAtOnce, ...(after && { after }) } }, now);
		totals.push(...page);
		if (totals.length > maxGroups) throw tooManyGroups();
		isLast = page.length < groupsAtOnce;
		after = isLast ? undefined : placeOf(query.by, page.at(-1)!.group);
		await letOthersRun();
	}
	return (await joinRuns({ totals, whole: undefined }, query, host, now)).totals;
}

const tooManyGroups = () =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The usage of this period has more than ${maxGroups} groups.`,
		fix: 'Ask for a shorter period with `from` and `to`, or group by less.',
	});
