import type { UsageDimension, UsageQuery, UsageTotal } from '../../../core/ports/usage';
import type { StateConnection, Value } from '../../database/state-database';
import { formatTime, isTimeUnit, type TimeUnit } from './format-time';
import { nano } from './usage-schema';

const columns: Record<Exclude<UsageDimension, TimeUnit>, string> = {
	tenant: 'tenant',
	agent: `NULLIF(agent, '')`,
	version: 'agent_version',
	channel: 'channel',
	callers: `NULLIF(TRIM(callers, '/'), '')`,
	host: 'host',
	provider: 'provider',
	model: `provider || ':' || model`,
	kind: 'kind',
	process: `NULLIF(process, '')`,
	element: `NULLIF(element, '')`,
	instance: 'instance',
	run: 'run',
	execution: 'execution',
	conversation: 'conversation',
	person: 'person',
	key: 'api_key',
};

const isState = (state: string) => `CASE WHEN state = '${state}' THEN 1 ELSE 0 END AS ${state}`;
const calls = `SELECT at, tenant, agent, host, provider, model, kind, process, element, instance, run, execution, conversation, person, api_key, agent_version, channel, callers,
		1 AS calls, ${isState('failed')}, ${isState('open')}, ${isState('lost')}, input, cached, cache_write, output, reasoning,
		COALESCE(cost, 0) AS cost, CASE WHEN cost IS NULL THEN 1 ELSE 0 END AS unpriced, estimated, searches
	FROM usage_call`;
const daily = `SELECT day, tenant, agent, host, provider, model, kind, process, element, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '',
		calls, failed, 0, lost, input, cached, cache_write, output, reasoning, cost, unpriced, estimated, searches
	FROM usage_day`;

const sums: Record<Exclude<keyof UsageTotal, 'group' | 'costUsd'> | 'cost', string> = {
	calls: 'calls',
	failed: 'failed',
	open: 'open',
	lost: 'lost',
	inputTokens: 'input',
	cachedInputTokens: 'cached',
	cacheWriteTokens: 'cache_write',
	outputTokens: 'output',
	reasoningTokens: 'reasoning',
	searches: 'searches',
	cost: 'cost',
	unpriced: 'unpriced',
	estimated: 'estimated',
};

type Row = Record<string, string | number | null>;

export async function readTotals(connection: StateConnection, { by, from, to, ...only }: UsageQuery): Promise<UsageTotal[]> {
	const groups = by.map((dimension) => (isTimeUnit(dimension) ? formatTime(connection.dialect, dimension, 'at') : columns[dimension]));
	const places = by.map((_, index) => index + 1);
	const wanted = Object.entries({ ...only }).filter((entry): entry is [string, string] => entry[1] !== undefined);
	const conditions = [
		...(from === undefined ? [] : ['at >= ?']),
		...(to === undefined ? [] : ['at < ?']),
		...wanted.map(([column]) => `${column} = ?`),
	];
	const values: Value[] = [from, to, ...wanted.map(([, value]) => value)].filter((value) => value !== undefined);
	const rows = await connection.all<Row>(
		`SELECT ${[
			...groups.map((group, index) => `${group} AS group_${by[index]}`),
			...Object.entries(sums).map(([name, column]) => `CAST(SUM(${column}) AS BIGINT) AS "${name}"`),
		].join(', ')}
		FROM (${calls} UNION ALL ${daily}) AS line ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
		${places.length > 0 ? `GROUP BY ${places.join(', ')} ORDER BY ${places.map((place) => `${place} NULLS FIRST`).join(', ')}` : ''}`,
		...values,
	);
	return rows.filter((row) => row.calls !== null).map((row) => toTotal(row, by));
}

function toTotal(row: Row, by: UsageDimension[]): UsageTotal {
	const { cost, ...rest } = Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('group_')));
	const group = Object.fromEntries(by.map((dimension) => [dimension, row[`group_${dimension}`]]));
	return { group, ...rest, costUsd: Number(cost) / nano } as unknown as UsageTotal;
}
