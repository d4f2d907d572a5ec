import type { UsageDimension, UsageQuery, UsageTotal } from '../../core/ports/usage';
import { countNouns, formatCount } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { showChecked } from '../terminal/show-checked';
import { type Column, csvLines, tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { hasLedger, readUsageHost } from './usage-host';

export interface UsageOptions extends UsageQuery {
	json?: boolean;
	csv?: boolean;
	/** Checks instead that the calls are those of the product. */
	check?: boolean;
}

/** Prints the total usage of models. */
export async function runUsage({ json, csv, check, ...query }: UsageOptions, terminal: Terminal): Promise<ExitCode> {
	if (check) return runCheck(query.tenant, json, terminal);
	const { totals, total } = await readTotals(query, terminal);
	if (json) terminal.print(JSON.stringify({ by: query.by, totals, total: total ?? null }, null, 2));
	else if (csv) csvLines(chooseColumns(query.by), totals).forEach(terminal.print);
	else showTable(query.by, totals, total, terminal);
	return 0;
}

async function runCheck(tenant: string | undefined, json: boolean | undefined, terminal: Terminal): Promise<ExitCode> {
	const host = readUsageHost(terminal);
	if (!hasLedger(host)) return showChecked({ records: 0, faults: [] }, { what: 'calls', json }, terminal);
	const { openStoredUsage } = await import('../../providers/compose/models/usage');
	const checked = await (await openStoredUsage(host)).check(tenant);
	return showChecked(checked, { what: 'calls', json, allTenants: tenant === undefined }, terminal);
}

async function readTotals(query: UsageQuery, terminal: Terminal): Promise<{ totals: UsageTotal[]; total?: UsageTotal }> {
	const host = readUsageHost(terminal);
	if (!hasLedger(host)) return { totals: [] };
	const { composeUsageStore } = await import('../../providers/compose/models/usage');
	const store = await composeUsageStore(host);
	const now = Date.now();
	const [total] = await store.totals({ ...query, by: [] }, now);
	return { totals: await store.totals(query, now), total };
}

function showTable(by: UsageDimension[], totals: UsageTotal[], total: UsageTotal | undefined, terminal: Terminal): void {
	if (!total) return terminal.note('No model calls are recorded for this period.');
	const sum: UsageTotal = { ...total, group: { [by[0] ?? 'day']: 'total' } };
	const lines = tableLines(chooseColumns(by, total), [...totals, sum], terminal, (row) => (row === sum ? 'bold' : undefined));
	lines.forEach(terminal.print);
	for (const remark of collectRemarks(total)) terminal.note(remark);
}

type Numbers = Exclude<keyof UsageTotal, 'group'>;

/** @param total the totals of a table, which hides columns without any value */
function chooseColumns(by: UsageDimension[], total?: UsageTotal): Array<Column<UsageTotal>> {
	const groups = by.map((dimension): Column<UsageTotal> => ({
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
		...numbers.map(([name, title, when]): Column<UsageTotal> => {
			const hidden = when === 'where any' && total?.[name] === 0;
			return { name, title: hidden ? undefined : title, numeric: true, value: (row) => row[name], show: (row) => formatCount(row[name]) };
		}),
		{ name: 'costUsd', title: 'cost USD', numeric: true, value: ({ costUsd }) => costUsd, show: showCost },
		{ name: 'unpriced', value: ({ unpriced }) => unpriced },
		{ name: 'estimated', value: ({ estimated }) => estimated },
	];
}

function showCost({ costUsd, unpriced }: UsageTotal): string {
	const cost = costUsd.toLocaleString('en-US', { minimumFractionDigits: 4, maximumFractionDigits: 4 });
	return unpriced > 0 ? `${cost} +?` : cost;
}

function collectRemarks({ unpriced, estimated, open, lost }: UsageTotal): string[] {
	return [
		unpriced > 0 ? `+?: the cost does not include ${countNouns(unpriced, 'call')} without a known price.` : '',
		estimated > 0 ? `Tokens of ${countNouns(estimated, 'call')} were counted by Troupe, because their providers reported none.` : '',
		open > 0 ? `Running: ${countNouns(open, 'call')}, counted with the reserved amount.` : '',
		lost > 0 ? `Ended with their process: ${countNouns(lost, 'call')}, counted with the reserved amount.` : '',
	].filter(Boolean);
}
