import { may } from '../../api/session';
import { call } from '../../api/call';

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

const groupNames = [
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
/** Costs by tenant are only for operators of all tenants. */
export const listGroups = (): readonly GroupName[] => groupNames.filter((name) => name !== 'tenant' || may('tenant:tenants'));

export type GroupName = (typeof groupNames)[number] | 'day';

export const periods = { '7': 7, '30': 30, '90': 90 } as const;
export type Period = keyof typeof periods;

const dayMs = 86_400_000;

export const startOf = (period: Period, now = Date.now()): string =>
	new Date(now - (periods[period] - 1) * dayMs).toISOString().slice(0, 10);

const maxGroups = 1_000;

export const readUsage = (by: GroupName, from: string, signal: AbortSignal): Promise<UsagePage> =>
	call<UsagePage>('GET usage', { query: { by, from, limit: maxGroups, ...(by === 'tenant' && { tenants: 'all' }) }, signal });

/** Adds days without calls. */
export function fillDays(items: Usage[], from: string, now = Date.now()): Array<{ day: string; usage?: Usage }> {
	const byDay = new Map(items.map((usage) => [usage.group.day?.slice(0, 10), usage]));
	const count = Math.floor((now - Date.parse(from)) / dayMs) + 1;
	return Array.from({ length: count }, (_, index) => {
		const day = new Date(Date.parse(from) + index * dayMs).toISOString().slice(0, 10);
		return { day, usage: byDay.get(day) };
	});
}
