import { toIso } from '../../core/base/iso-time';
import type { RunTotal, UsageDimension, UsageTotal } from '../../core/ports/usage';
import { hasLedger } from '../../providers/compose/models/ledger-place';
import type { JoinedTotal } from '../../service/operations/usage/join-runs';
import { readUsage } from '../../service/operations/usage/usage';
import { callAllPages } from '../services/call-all-pages';
import { onlyHere } from '../services/only-here';
import { countNouns, formatCount } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { showChecked } from '../terminal/show-checked';
import { type Column, csvLines, tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { openUsage, readUsageHost } from './usage-host';

export interface UsageOptions {
	by: UsageDimension[];
	/** Milliseconds since the epoch: `from` is included, `to` is not. */
	from?: number;
	to?: number;
	instance?: string;
	json?: boolean;
	csv?: boolean;
	/** Checks instead that the calls are those of the product. */
	check?: boolean;
}

/** Prints the total usage of models. */
export async function runUsage({ json, csv, check, by, from, to, instance }: UsageOptions, terminal: Terminal): Promise<ExitCode> {
	if (check) return runCheck(json, terminal);
	const input = { by, from: toIso(from), to: toIso(to), instance, limit: 10_000 };
	const { items: totals, total, runsFrom } = await callAllPages(readUsage, input, terminal, openUsage);
	if (json) terminal.print(JSON.stringify({ by, totals, total, runsFrom }, null, 2));
	else if (csv) csvLines(chooseColumns(by), totals).forEach(terminal.print);
	else {
		showTable(by, totals, total, terminal);
		if (runsFrom !== undefined && total?.runs && (from ?? 0) < Date.parse(runsFrom))
			terminal.note(`Runs that began since ${runsFrom.slice(0, 10)}.`);
	}
	return 0;
}

async function runCheck(json: boolean | undefined, terminal: Terminal): Promise<ExitCode> {
	onlyHere('--check', terminal);
	const host = readUsageHost(terminal);
	const { tenant } = terminal;
	if (!hasLedger(host)) return showChecked({ records: 0, faults: [] }, { what: 'calls', json }, terminal);
	const { openStoredUsage } = await import('../../providers/compose/models/usage');
	const checked = await (await openStoredUsage(host)).check(tenant);
	return showChecked(checked, { what: 'calls', json, allTenants: tenant === undefined }, terminal);
}

function showTable(by: UsageDimension[], totals: JoinedTotal[], total: JoinedTotal | null, terminal: Terminal): void {
	if (!total) return terminal.note('No model calls are recorded for this period.');
	const sum: JoinedTotal = { ...total, group: { [by[0] ?? 'day']: 'total' } };
	const lines = tableLines(chooseColumns(by, total), [...totals, sum], terminal, (row) => (row === sum ? 'bold' : undefined));
	lines.forEach(terminal.print);
	for (const remark of collectRemarks(total)) terminal.note(remark);
}

const runColumns: Array<[keyof RunTotal, string, (value: number) => string]> = [
	['runs', 'runs', formatCount],
	['failedRuns', 'failed runs', formatCount],
	['successRate', 'success', (rate) => `${(rate * 100).toFixed(1)} %`],
	['p50Ms', 'p50 ms', formatCount],
	['p95Ms', 'p95 ms', formatCount],
	['p99Ms', 'p99 ms', formatCount],
];

type Numbers = Exclude<keyof UsageTotal, 'group'>;

/** @param total the totals of a table, which hides columns without any value */
function chooseColumns(by: UsageDimension[], total?: JoinedTotal): Array<Column<JoinedTotal>> {
	const groups = by.map((dimension): Column<JoinedTotal> => ({
		name: dimension,
		title: dimension,
		value: ({ group }) => group[dimension] ?? null,
	}));
	const numbers: Array<[Numbers, string, 'always' | 'where any']> = [
		['calls', 'calls', 'always'],
		['failed', 'failed', 'where any'],
		['open', 'open', 'where any'],
		['lost', 'lost', 'where any'],
		['inputTokens', 'input', 'always'],
		['cachedInputTokens', 'cache read', 'where any'],
		['cacheWriteTokens', 'cache write', 'where any'],
		['outputTokens', 'output', 'always'],
		['reasoningTokens', 'reasoning', 'where any'],
		['searches', 'searches', 'where any'],
	];
	return [
		...groups,
		...numbers.map(([name, title, when]): Column<JoinedTotal> => {
			const hidden = when === 'where any' && total?.[name] === 0;
			return { name, title: hidden ? undefined : title, numeric: true, value: (row) => row[name], show: (row) => formatCount(row[name]) };
		}),
		{ name: 'costUsd', title: 'cost USD', numeric: true, value: ({ costUsd }) => costUsd, show: showCost },
		{ name: 'unpriced', value: ({ unpriced }) => unpriced },
		{ name: 'estimated', value: ({ estimated }) => estimated },
		...runColumns.map(([name, title, show]): Column<JoinedTotal> => ({
			...{ name, title: total && total.runs === null ? undefined : title, numeric: true },
			...{ value: (row) => row[name], show: (row) => (row[name] === null ? '-' : show(row[name])) },
		})),
	];
}

function showCost({ costUsd, unpriced }: JoinedTotal): string {
	const cost = costUsd.toLocaleString('en-US', { minimumFractionDigits: 4, maximumFractionDigits: 4 });
	return unpriced > 0 ? `${cost} +?` : cost;
}

function collectRemarks({ unpriced, estimated, open, lost }: JoinedTotal): string[] {
	return [
		unpriced > 0 ? `+?: the cost does not include ${countNouns(unpriced, 'call')} without a known price.` : '',
		estimated > 0 ? `Tokens of ${countNouns(estimated, 'call')} were counted by Troupe, because their providers reported none.` : '',
		open > 0 ? `Running: ${countNouns(open, 'call')}, counted with the reserved amount.` : '',
		lost > 0 ? `Ended with their process: ${countNouns(lost, 'call')}, counted with the reserved amount.` : '',
	].filter(Boolean);
}
