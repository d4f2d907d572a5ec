import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { troupeHome } from '../../core/base/home';
import type { UsageDimension, UsageQuery, UsageTotal } from '../../core/ports';
import { formatCount } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { type Column, csvLines, tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';

export interface UsageOptions extends UsageQuery {
	format: 'table' | 'json' | 'csv';
}

/** What models used, added up. */
export async function runUsage({ format, ...query }: UsageOptions, terminal: Terminal): Promise<ExitCode> {
	const { totals, total } = await readTotals(query, terminal);
	if (format === 'json') terminal.print(JSON.stringify({ by: query.by, totals, total: total ?? null }, null, 2));
	else if (format === 'csv') csvLines(chooseColumns(query.by), totals).forEach(terminal.print);
	else showTable(query.by, totals, total, terminal);
	return 0;
}

async function readTotals(query: UsageQuery, terminal: Terminal): Promise<{ totals: UsageTotal[]; total?: UsageTotal }> {
	const stateFolder = troupeHome(terminal.environment);
	// Asking makes no ledger where there is none.
	if (!existsSync(join(stateFolder, 'usage.db'))) return { totals: [] };
	const { composeUsageStore } = await import('../../providers/compose/models/usage');
	const store = await composeUsageStore({ stateFolder });
	const now = Date.now();
	const [total] = await store.totals({ ...query, by: [] }, now);
	return { totals: await store.totals(query, now), total };
}

function showTable(by: UsageDimension[], totals: UsageTotal[], total: UsageTotal | undefined, terminal: Terminal): void {
	if (!total) return terminal.note('No calls of models are written down for this time.');
	const sum: UsageTotal = { ...total, group: { [by[0] ?? 'day']: 'total' } };
	const lines = tableLines(chooseColumns(by, total), [...totals, sum], terminal, (row) => (row === sum ? 'bold' : undefined));
	lines.forEach(terminal.print);
	for (const remark of collectRemarks(total)) terminal.note(remark);
}

type Numbers = Exclude<keyof UsageTotal, 'group'>;

/** @param total of a table: what never happened has no column in it */
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
		unpriced > 0 ? `+?: ${formatCount(unpriced)} without a known price are not in the cost.` : '',
		estimated > 0 ? `Tokens of ${formatCount(estimated)} calls were counted here: their providers gave no figures.` : '',
		open > 0 ? `${formatCount(open)} calls are under way: they count with what was reserved for them.` : '',
		lost > 0 ? `${formatCount(lost)} calls ended with their process: they count with what was reserved for them.` : '',
	].filter(Boolean);
}
