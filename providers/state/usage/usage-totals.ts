import type { UsageDimension, UsageQuery, UsageTotal } from '../../../core/ports/usage';
import type { StateConnection, Value } from '../../database/state-database';
import { formatTime, isTimeUnit, type TimeUnit } from './format-time';
import { nano } from './usage-schema';

const columns: Record<Exclude<UsageDimension, TimeUnit>, string> = {
	tenant: 'tenant',
	agent: 'agent',
	version: 'agent_version',
	channel: 'channel',
	callers: `TRIM(callers, '/')`,
	host: 'host',
	provider: 'provider',
	model: `provider || ':' || model`,
	kind: 'kind',
	process: 'process',
	element: 'element',
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

const summed: Record<Exclude<keyof UsageTotal, 'group' | 'costUsd'> | 'cost', string> = {
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

/** Cost in billionths of a dollar. */
type UsageSum = Omit<UsageTotal, 'costUsd'> & { cost: number };

export async function readTotals(connection: StateConnection, query: UsageQuery): Promise<UsageTotal[]> {
	return (await readSums(connection, query)).map(({ cost, ...total }) => ({ ...total, costUsd: cost / nano }));
}

/** Exact integer sums. */
export async function readSums(connection: StateConnection, { by, from, to, page, ...only }: UsageQuery): Promise<UsageSum[]> {
	const groups = by.map((dimension) =>
		isTimeUnit(dimension) ? formatTime(connection.dialect, dimension, 'at') : `NULLIF(${columns[dimension]}, '')`,
	);
	const keys = by.map((dimension) => `COALESCE(group_${dimension}, '')${connection.dialect === 'sqlite' ? '' : ' COLLATE "C"'}`).join(', ');
	const wanted = Object.entries({ ...only }).filter((entry): entry is [string, string] => entry[1] !== undefined);
	const conditions = [
		...(from === undefined ? [] : ['at >= ?']),
		...(to === undefined ? [] : ['at < ?']),
		...wanted.map(([column]) => `${column} = ?`),
	];
	const values: Array<Value | undefined> = [from, to, ...wanted.map(([, value]) => value), ...(page?.after ?? []), page?.limit];
	const rows = await connection.all<Row>(
		`SELECT * FROM (
			SELECT ${[
				...groups.map((group, index) => `${group} AS group_${by[index]}`),
				...Object.entries(summed).map(([name, column]) => `CAST(SUM(${column}) AS BIGINT) AS "${name}"`),
			].join(', ')}
			FROM (${calls} UNION ALL ${daily}) AS line ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
			${by.length > 0 ? `GROUP BY ${by.map((_, index) => index + 1).join(', ')}` : ''}
		) AS total
		${page?.after ? `WHERE (${keys}) > (${by.map(() => '?').join(', ')})` : ''}
		${by.length > 0 ? `ORDER BY ${keys}` : ''} ${page ? 'LIMIT ?' : ''}`,
		...values.filter((value): value is Value => value !== undefined),
	);
	return rows.filter((row) => row.calls !== null).map((row) => toSum(row, by));
}

function toSum(row: Row, by: UsageDimension[]): UsageSum {
	const sums = Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('group_')));
	const group = Object.fromEntries(by.map((dimension) => [dimension, row[`group_${dimension}`]]));
	return { group, ...sums, cost: Number(sums.cost) } as unknown as UsageSum;
}
