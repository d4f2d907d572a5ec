import type { StateConnection, Value } from '../../database/state-database';
import type { Mark } from '../../../core/base/sealed-rows';
import type { Dialect } from '../../database/tenant-database';
import { type CallCells, pick } from './call-marks';
import { formatTime } from './format-time';

const day = 24 * 60 * 60_000;
const quarter = 15 * 60_000;
const keys = ['day', 'tenant', 'agent', 'host', 'provider', 'model', 'kind', 'process', 'element'];
const sums = [
	'calls',
	'failed',
	'lost',
	'input',
	'cached',
	'cache_write',
	'output',
	'reasoning',
	'cost',
	'unpriced',
	'estimated',
	'searches',
];

export const dayText = (row: CallCells): string => JSON.stringify(['day of calls', ...pick(row, keys), ...pick(row, sums)]);

const isFirst = (dialect: Dialect, column: string) => `substr(${formatTime(dialect, 'day', column)}, 9) = '01'`;

/**
 * Totals are per UTC day. Local months begin on a UTC month's first or last day, at a quarter hour: those days are kept by quarters, so that months
 * stay exact even if the tenant's time zone changes.
 */
const beginOf = (dialect: Dialect) => `CASE WHEN ${isFirst(dialect, 'at')} OR ${isFirst(dialect, `(at + ${day})`)}
	THEN at / ${quarter} * ${quarter} ELSE at / ${day} * ${day} END`;

/** Adds pruned calls to daily totals. Tampered totals get no mark, so that checks still report them. */
export async function addDays(connection: StateConnection, mark: Mark): Promise<void> {
	const added = await connection.all<CallCells>(
		`SELECT ${beginOf(connection.dialect)} AS day, tenant, COALESCE(agent, '') AS agent, host, provider, model, kind,
			COALESCE(process, '') AS process, COALESCE(element, '') AS element, COUNT(*) AS calls,
			SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END) AS failed, SUM(CASE WHEN state = 'lost' THEN 1 ELSE 0 END) AS lost,
			SUM(input) AS input, SUM(cached) AS cached, SUM(cache_write) AS cache_write, SUM(output) AS output, SUM(reasoning) AS reasoning,
			SUM(COALESCE(cost, 0)) AS cost, SUM(CASE WHEN cost IS NULL THEN 1 ELSE 0 END) AS unpriced,
			SUM(estimated) AS estimated, SUM(searches) AS searches
		FROM usage_call WHERE pruned = 1 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9`,
	);
	for (const row of added) await addDay(connection, row, mark);
}

async function addDay(connection: StateConnection, added: CallCells, mark: Mark): Promise<void> {
	const before = await connection.get<CallCells>(
		`SELECT * FROM usage_day WHERE ${keys.map((key) => `${key} = ?`).join(' AND ')}`,
		...pick(added, keys),
	);
	const isWhole = !before || before.mark === (await mark(dayText(before)));
	const totals = sums.map((name): [string, Value] => [name, Number(added[name]) + Number(before?.[name] ?? 0)]);
	const row = { ...added, ...Object.fromEntries(totals) };
	await connection.run(
		`INSERT INTO usage_day (${[...keys, ...sums, 'mark'].join(', ')}) VALUES (${[...keys, ...sums, 'mark'].map(() => '?').join(', ')})
		ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${[...sums, 'mark'].map((name) => `${name} = excluded.${name}`).join(', ')}`,
		...pick(row, keys),
		...pick(row, sums),
		isWhole ? await mark(dayText(row)) : '',
	);
}
