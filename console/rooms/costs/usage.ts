import { may } from '../../api/session';
import { call } from '../../api/call';

/** Calls of models and runs of agents of one group, as `GET /api/v1/usage` adds them up. */
export interface Usage {
	group: Partial<Record<GroupName, string | null>>;
	calls: number;
	failed: number;
	inputTokens: number;
	cachedInputTokens: number;
	outputTokens: number;
	costUsd: number;
	unpriced: number;
	estimated: number;
	runs: number | null;
	failedRuns: number | null;
	successRate: number | null;
	p50Ms: number | null;
	p95Ms: number | null;
	p99Ms: number | null;
}

export interface UsagePage {
	items: Usage[];
	cursor?: string;
	total: Usage | null;
}

export const groupNames = [
	'tenant',
	'agent',
	'version',
	'model',
	'provider',
	'process',
	'element',
	'channel',
	'host',
	'callers',
	'kind',
	'key',
] as const;
/** Costs by tenant are for those who operate all of them. */
export const listGroups = (): readonly GroupName[] => groupNames.filter((name) => name !== 'tenant' || may('tenant:tenants'));

export type GroupName = (typeof groupNames)[number] | 'day';

export const periods = { '7': 7, '30': 30, '90': 90 } as const;
export type Period = keyof typeof periods;

const dayMs = 86_400_000;

/** The first day of a period that ends today. */
export const startOf = (period: Period, now = Date.now()): string =>
	new Date(now - (periods[period] - 1) * dayMs).toISOString().slice(0, 10);

/** More groups are for the export. */
const maxGroups = 1_000;

export const readUsage = (by: GroupName, from: string, signal: AbortSignal): Promise<UsagePage> =>
	call<UsagePage>('GET usage', { query: { by, from, limit: maxGroups, ...(by === 'tenant' && { tenants: 'all' }) }, signal });

/** Days without a call are part of the picture. */
export function fillDays(items: Usage[], from: string, now = Date.now()): Array<{ day: string; usage?: Usage }> {
	const byDay = new Map(items.map((usage) => [usage.group.day?.slice(0, 10), usage]));
	const count = Math.floor((now - Date.parse(from)) / dayMs) + 1;
	return Array.from({ length: count }, (_, index) => {
		const day = new Date(Date.parse(from) + index * dayMs).toISOString().slice(0, 10);
		return { day, usage: byDay.get(day) };
	});
}
