import type { RunTotal, runDimensions, UsageQuery } from '../../../core/ports/usage';
import { everyTenant, openStateDatabase, type StateConnection, type Value } from '../../database/state-database';
import { formatTime, isTimeUnit, type TimeUnit } from '../usage/format-time';
import { runSchema } from './run-schema';

export type RunDimension = (typeof runDimensions)[number];
type Group = Partial<Record<RunDimension, string | null>>;

/** What of a query of usage selects runs. */
export interface RunTotalsQuery extends Pick<UsageQuery, 'from' | 'to' | 'instance' | 'tenant'> {
	by: RunDimension[];
}

export interface StoredRunTotals {
	totals(query: RunTotalsQuery): Promise<Array<RunTotal & { group: Group }>>;
	close(): Promise<void>;
}

/** As the ledger names them: a run of n8n is its execution. */
const columns: Record<Exclude<RunDimension, TimeUnit>, string> = {
	...{ tenant: 'tenant', agent: 'agent', version: 'agent_version', channel: 'channel', host: 'host', model: 'model' },
	...{ process: 'process', element: 'element', instance: 'instance', run: 'COALESCE(execution, id)', key: 'api_key' },
};

const shares = { p50Ms: 0.5, p95Ms: 0.95, p99Ms: 0.99 };

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openRunTotals(place: string): StoredRunTotals {
	const database = openStateDatabase(place, runSchema);
	return {
		totals: (query) => database.read(query.tenant ?? everyTenant, (connection) => readRunTotals(connection, query)),
		close: () => database.close(),
	};
}

/** Reads how many runs have ended and how long they took, by groups. SQLite has no percentiles: a run has its place among those of its group. */
async function readRunTotals(
	connection: StateConnection,
	{ by, from, to, instance, tenant }: RunTotalsQuery,
): Promise<Array<RunTotal & { group: Group }>> {
	const groups = by.map((name, index) => {
		const value = isTimeUnit(name) ? formatTime(connection.dialect, name, 'started_at') : columns[name];
		return { name, value, as: `group_${index}` };
	});
	const wanted: Array<[string, Value | undefined]> = [
		['started_at >= ?', from],
		['started_at < ?', to],
		['instance = ?', instance],
		['tenant = ?', tenant],
	];
	const used = wanted.filter((one): one is [string, Value] => one[1] !== undefined);
	const partition = groups.length > 0 ? `PARTITION BY ${groups.map(({ value }) => value).join(', ')}` : '';
	const ranked = `SELECT ${[...groups.map(({ value, as }) => `${value} AS ${as}`), 'state', 'duration'].join(', ')},
			ROW_NUMBER() OVER (${partition} ORDER BY duration) AS place, COUNT(*) OVER (${partition}) AS of_group
		FROM run WHERE ${['ended_at IS NOT NULL', 'duration IS NOT NULL', ...used.map(([condition]) => condition)].join(' AND ')}`;
	const figures = Object.entries(shares).map(
		([name, share]) => `MIN(CASE WHEN place >= of_group * ${share} THEN duration END) AS "${name}"`,
	);
	const rows = await connection.all<Record<string, string | number | null>>(
		`SELECT ${[...groups.map(({ as }) => as), 'COUNT(*) AS runs', `SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END) AS "failedRuns"`, ...figures].join(', ')}
		FROM (${ranked}) AS ranked ${groups.length > 0 ? `GROUP BY ${groups.map(({ as }) => as).join(', ')}` : ''}`,
		...used.map(([, value]) => value),
	);
	return rows
		.filter(({ runs }) => Number(runs) > 0)
		.map((row) => {
			const [runs, failedRuns] = [Number(row.runs), Number(row.failedRuns)];
			const times = Object.fromEntries(Object.keys(shares).map((name) => [name, Number(row[name])])) as Pick<RunTotal, keyof typeof shares>;
			const group = Object.fromEntries(groups.map(({ name, as }) => [name, row[as] ?? null])) as Group;
			return { group, runs, failedRuns, successRate: (runs - failedRuns) / runs, ...times };
		});
}
