import { toIso } from '../../core/base/iso-time';
import type { UsageDimension } from '../../core/ports/usage';
import { hasLedger } from '../../providers/compose/models/ledger-place';
import type { JoinedTotal } from '../../service/operations/usage/join-runs';
import { exportUsage, usageColumns } from '../../service/operations/usage/export-usage';
import { readUsage } from '../../service/operations/usage/usage';
import { callAllPages } from '../services/call-all-pages';
import { callOperation } from '../services/call-operation';
import { onlyHere } from '../services/only-here';
import { countNouns, formatCount } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { showChecked } from '../terminal/show-checked';
import { type Column, tableLines } from '../terminal/table-lines';
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
	check?: boolean;
}

export async function runUsage({ json, csv, check, by, from, to, instance }: UsageOptions, terminal: Terminal): Promise<ExitCode> {
	if (check) return runCheck(json, terminal);
	const filter = { by, from: toIso(from), to: toIso(to), instance };
	if (csv) {
		const text = await callOperation(exportUsage, filter, terminal, openUsage);
		text.replace(/\n$/, '').split('\n').forEach(terminal.print);
		return 0;
	}
	const { items: totals, total, runsFrom } = await callAllPages(readUsage, { ...filter, limit: 10_000 }, terminal, openUsage);
	if (json) terminal.print(JSON.stringify({ by, totals, total, runsFrom }, null, 2));
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

/** Columns of a table, by the figures that they show; the others are in the export only. */
const shown: Partial<Record<string, { title: string; whereAny?: boolean; show: (value: number) => string }>> = {
	calls: { title: 'calls', show: formatCount },
	failed: { title: 'failed', whereAny: true, show: formatCount },
	open: { title: 'open', whereAny: true, show: formatCount },
	lost: { title: 'lost', whereAny: true, show: formatCount },
	inputTokens: { title: 'input', show: formatCount },
	cachedInputTokens: { title: 'cache read', whereAny: true, show: formatCount },
	cacheWriteTokens: { title: 'cache write', whereAny: true, show: formatCount },
	outputTokens: { title: 'output', show: formatCount },
	reasoningTokens: { title: 'reasoning', whereAny: true, show: formatCount },
	searches: { title: 'searches', whereAny: true, show: formatCount },
	runs: { title: 'runs', show: formatCount },
	failedRuns: { title: 'failed runs', show: formatCount },
	successRate: { title: 'success', show: (rate) => `${(rate * 100).toFixed(1)} %` },
	p50Ms: { title: 'p50 ms', show: formatCount },
	p95Ms: { title: 'p95 ms', show: formatCount },
	p99Ms: { title: 'p99 ms', show: formatCount },
};

/** @param total the totals of the table, which hides columns without any value */
function chooseColumns(by: UsageDimension[], total: JoinedTotal): Array<Column<JoinedTotal>> {
	return usageColumns(by).map((column): Column<JoinedTotal> => {
		const { name, value } = column;
		if ((by as string[]).includes(name)) return { ...column, title: name };
		if (name === 'costUsd') return { ...column, title: 'cost USD', numeric: true, show: showCost };
		const one = shown[name];
		const sum = value(total);
		if (!one || sum === null || (one.whereAny && sum === 0)) return column;
		const show = (row: JoinedTotal) => (value(row) === null ? '-' : one.show(Number(value(row))));
		return { ...column, title: one.title, numeric: true, show };
	});
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
