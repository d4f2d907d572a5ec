import type { UsageDimension, UsageQuery, UsageTotal } from '../../../core/ports';
import type { Connection } from '../../../database/shared-database';
import { nano } from './usage-schema';

const dimensions: Record<UsageDimension, string> = {
	day: `strftime('%Y-%m-%d', day / 1000, 'unixepoch')`,
	month: `strftime('%Y-%m', day / 1000, 'unixepoch')`,
	tenant: 'tenant',
	agent: 'agent',
	host: 'host',
	provider: 'provider',
	model: `provider || ':' || model`,
	kind: 'kind',
};

const sums = `SUM(calls) AS calls, SUM(failed) AS failed, SUM(open) AS open, SUM(lost) AS lost, SUM(input) AS inputTokens,
	SUM(cached) AS cachedInputTokens, SUM(cache_write) AS cacheWriteTokens, SUM(output) AS outputTokens, SUM(reasoning) AS reasoningTokens,
	SUM(searches) AS searches, SUM(cost) AS cost, SUM(unpriced) AS unpriced, SUM(estimated) AS estimated`;

export function readTotals(connection: Connection, { by, from = 0, to = Number.MAX_SAFE_INTEGER, tenant }: UsageQuery): UsageTotal[] {
	const columns = by.map((dimension) => `${dimensions[dimension]} AS group_${dimension}`);
	const names = by.map((dimension) => `group_${dimension}`).join(', ');
	const rows = connection
		.sql(
			`SELECT ${[...columns, sums].join(', ')} FROM line WHERE day >= :from AND day < :to AND (:tenant IS NULL OR tenant = :tenant)
			${names && `GROUP BY ${names} ORDER BY ${names}`}`,
		)
		.all({ from, to, tenant: tenant ?? null }) as Array<Record<string, string | number | null>>;
	return rows.filter((row) => row.calls !== null).map((row) => toTotal(row, by));
}

function toTotal(row: Record<string, string | number | null>, by: UsageDimension[]): UsageTotal {
	const { cost, ...rest } = Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('group_')));
	const group = Object.fromEntries(by.map((dimension) => [dimension, row[`group_${dimension}`]]));
	return { group, ...rest, costUsd: Number(cost) / nano } as unknown as UsageTotal;
}
