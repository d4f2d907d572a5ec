import { toMinute } from '../../core/base/iso-time';
import type { Amounts } from '../../core/ports/usage';
import { forecastBudgets } from '../../service/operations/usage/budgets';
import type { DescribedForecast } from '../../service/operations/usage/read-forecasts';
import { callOperation } from '../services/call-operation';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { type Column, csvLines, tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { openUsage } from './usage-host';

/** Prints when each budget is expected to end. Returns 1 when one is used up or ends before it resets. */
export async function runForecast({ json, csv }: { json?: boolean; csv?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const { items: rows, ofInstallation } = await callOperation(forecastBudgets, {}, terminal, openUsage);
	if (rows.length === 0) terminal.note('No budget per day, per month or in total is set. See docs/agents/usage.md.');
	noteOthers(ofInstallation, terminal);
	if (json) terminal.print(JSON.stringify(rows, null, 2));
	else if (csv) csvLines(columns, rows).forEach(terminal.print);
	else if (rows.length > 0)
		tableLines(columns, rows, terminal, ({ kind }) => (isAlarming(kind) ? 'red' : undefined)).forEach(terminal.print);
	return rows.some(({ kind }) => isAlarming(kind)) ? 1 : 0;
}

/** A person who sees no budget near its end would look for another reason of a refusal. */
export function noteOthers(count: number, terminal: Terminal): void {
	if (count > 0)
		terminal.note(`Budgets of the whole installation count too: ${count}. \`troupe usage budgets\` shows them on its machine.`);
}

type Row = DescribedForecast;

const isAlarming = (kind: Row['kind']) => kind === 'used-up' || kind === 'ends';
const show = (time: string) => toMinute(Date.parse(time));

const amount = (field: Row['field'], value: number) =>
	value.toLocaleString('en-US', { maximumFractionDigits: field === 'costUsd' ? 4 : 0 });
const units: Record<keyof Amounts, string> = { costUsd: 'USD', tokens: 'tokens', calls: 'calls' };

const columns: Array<Column<Row>> = [
	{ name: 'budget', title: 'budget', value: ({ budget }) => budget },
	{ name: 'per', title: 'per', value: ({ per }) => per },
	{ name: 'unit', title: 'of', value: ({ field }) => units[field] },
	...(['cap', 'spent', 'perDay'] as const).map((name): Column<Row> => ({
		name,
		title: name === 'perDay' ? 'a day' : name,
		numeric: true,
		value: (row) => row[name],
		show: (row) => amount(row.field, row[name]),
	})),
	{ name: 'days', title: 'days', numeric: true, value: ({ days }) => days },
	{ name: 'forecast', title: 'forecast (UTC)', value: ({ kind }) => kind, show: describe },
	...(['endsAt', 'earliest', 'latest', 'resetsAt'] as const).map((name): Column<Row> => ({
		name,
		value: (row) => row[name] ?? null,
	})),
];

function describe({ kind, days, endsAt, earliest, latest, resetsAt }: Row): string {
	if (kind === 'used-up') return `used up${resetsAt === null ? '' : `; resets ${show(resetsAt)}`}`;
	if (kind === 'too-little-data') return `too little data: ${countNouns(days, 'complete day')}, at least 3 are needed`;
	if (kind === 'ends') return `ends ${show(endsAt!)} (${show(earliest!)} to ${latest === null ? 'after the reset' : show(latest!)})`;
	const perhaps = earliest === undefined ? '' : `, or ends ${show(earliest)} on busier days`;
	return `${resetsAt === null ? 'does not end' : 'lasts until it resets'}${perhaps}`;
}
