import { countNouns, showTime } from '../terminal/format-text';
import type { Budget } from '../../core/ports/budget';
import type { Amounts, UsageStore } from '../../core/ports/usage';
import { type Forecast, forecastBudget, forecastDays } from '../../core/usage/forecast';
import type { ExitCode } from '../terminal/report-error';
import { type Column, csvLines, tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { listBudgets } from './list-budgets';
import { readUsageHost } from './usage-host';

const dayMs = 86_400_000;
const forecastable: ReadonlyArray<Budget['per']> = ['day', 'month', 'total'];

/** Prints when each budget is expected to end. Returns 1 when one is used up or ends before it resets. */
export async function runForecast({ json, csv }: { json?: boolean; csv?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const { composeUsageStore } = await import('../../providers/compose/models/usage');
	const host = readUsageHost(terminal);
	const budgets = (await listBudgets(host, terminal)).map(({ budget }) => budget).filter(({ per }) => forecastable.includes(per));
	if (budgets.length === 0) terminal.note('No budget per day, per month or in total is set. See docs/agents/usage.md.');
	const now = Date.now();
	const store = budgets.length > 0 ? await composeUsageStore(host) : undefined;
	const rows: Row[] = [];
	for (const balance of (await store?.balances(budgets, now)) ?? []) {
		const forecasts = forecastBudget(balance, await readDays(store!, balance.budget, now), now);
		rows.push(...forecasts.map((forecast) => ({ ...forecast, budget: balance.budget, resetsAt: balance.resetsAt })));
	}
	if (json) terminal.print(JSON.stringify(rows.map(toJson), null, 2));
	else if (csv) csvLines(columns, rows).forEach(terminal.print);
	else if (rows.length > 0)
		tableLines(columns, rows, terminal, ({ kind }) => (isAlarming(kind) ? 'red' : undefined)).forEach(terminal.print);
	return rows.some(({ kind }) => isAlarming(kind)) ? 1 : 0;
}

type Row = Forecast & { budget: Budget; resetsAt: number | null };

const isAlarming = (kind: Forecast['kind']) => kind === 'used-up' || kind === 'ends';

/** Reads the complete days since the first call of the budget, also those without calls. */
async function readDays(store: UsageStore, { tenant, agent, model }: Budget, now: number): Promise<Amounts[]> {
	const today = Math.floor(now / dayMs) * dayMs;
	const from = today - forecastDays * dayMs;
	const [provider, ...name] = model?.split(':') ?? [];
	const scope = { tenant, agent, provider, model: name.length > 0 ? name.join(':') : undefined };
	const used = new Map(
		(await store.totals({ by: ['day'], from, to: today, ...scope }, now)).map(({ group, costUsd, inputTokens, outputTokens, calls }) => [
			Date.parse(group.day!),
			{ costUsd, tokens: inputTokens + outputTokens, calls },
		]),
	);
	const first = Math.min(...used.keys(), today);
	return Array.from(
		{ length: (today - first) / dayMs },
		(_, index) => used.get(first + index * dayMs) ?? { costUsd: 0, tokens: 0, calls: 0 },
	);
}

const toIso = (time: number | null | undefined) => (time === undefined || time === null ? time : new Date(time).toISOString());

const toJson = ({ budget, endsAt, earliest, latest, resetsAt, ...forecast }: Row) => ({
	...{ budget: budget.name, per: budget.per, ...forecast },
	...{ endsAt: toIso(endsAt), earliest: toIso(earliest), latest: toIso(latest), resetsAt: toIso(resetsAt) },
});

const amount = (field: Row['field'], value: number) =>
	value.toLocaleString('en-US', { maximumFractionDigits: field === 'costUsd' ? 4 : 0 });
const units: Record<keyof Amounts, string> = { costUsd: 'USD', tokens: 'tokens', calls: 'calls' };

const columns: Array<Column<Row>> = [
	{ name: 'budget', title: 'budget', value: ({ budget }) => budget.name },
	{ name: 'per', title: 'per', value: ({ budget }) => budget.per },
	{ name: 'unit', title: 'of', value: ({ field }) => units[field] },
	...(['cap', 'spent', 'perDay'] as const).map((name): Column<Row> => ({
		...{ name, title: name === 'perDay' ? 'a day' : name, numeric: true },
		value: (row) => row[name],
		show: (row) => amount(row.field, row[name]),
	})),
	{ name: 'days', title: 'days', numeric: true, value: ({ days }) => days },
	{ name: 'forecast', title: 'forecast (UTC)', value: ({ kind }) => kind, show: describe },
	...(['endsAt', 'earliest', 'latest', 'resetsAt'] as const).map((name): Column<Row> => ({
		name,
		value: (row) => toIso(row[name]) ?? null,
	})),
];

function describe({ kind, days, endsAt, earliest, latest, resetsAt }: Row): string {
	if (kind === 'used-up') return `used up${resetsAt === null ? '' : `; resets ${showTime(resetsAt)}`}`;
	if (kind === 'too-little-data') return `too little data: ${countNouns(days, 'complete day')}, at least 3 are needed`;
	if (kind === 'ends')
		return `ends ${showTime(endsAt!)} (${showTime(earliest!)} to ${latest === null ? 'after the reset' : showTime(latest!)})`;
	const perhaps = earliest === undefined ? '' : `, or ends ${showTime(earliest)} on busier days`;
	return `${resetsAt === null ? 'does not end' : 'lasts until it resets'}${perhaps}`;
}
