import { readStatement } from '../../service/operations/usage/read-statement';
import { callOperation } from '../services/call-operation';
import { countNouns, formatCount } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { type Column, csvLines, tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { openUsage } from './usage-host';

export interface StatementOptions {
	month?: string;
	json?: boolean;
	csv?: boolean;
}

type Statement = Awaited<ReturnType<typeof readStatement.perform>>;
type Line = Statement['lines'][number];

export async function runStatement({ month, json, csv }: StatementOptions, terminal: Terminal): Promise<ExitCode> {
	const statement = await callOperation(readStatement, { month }, terminal, openUsage);
	if (json) terminal.print(JSON.stringify(statement, null, 2));
	else if (csv) csvLines(columns, statement.lines).forEach(terminal.print);
	else show(statement, terminal);
	return 0;
}

function show({ tenant, month, timeZone, state, lines, total, documents }: Statement, terminal: Terminal): void {
	if (lines.length === 0) return terminal.note(`The tenant ${tenant} used no model in ${month} (${timeZone}).`);
	const sum: Line = { agent: 'total', model: '', kind: '', ...total };
	for (const line of tableLines(columns, [...lines, sum], terminal, (row) => (row === sum ? 'bold' : undefined))) terminal.print(line);
	if (total.unpriced !== 0) terminal.note(`The cost does not include ${countNouns(total.unpriced, 'call')} without a known price.`);
	const corrections = documents.length - 1;
	const closed = `closed ${documents[0]?.at ?? ''}${corrections > 0 ? `, ${countNouns(corrections, 'correction')} since` : ''}`;
	const states = {
		open: 'open, the amounts still change',
		ended: 'over, but not closed: what the ledger has now. `troupe serve` closes each month that ends since it keeps statements',
		closed,
	};
	terminal.note(`${tenant}, ${month} (${timeZone}): ${states[state]}.`);
}

const number = (name: Exclude<keyof Line, 'agent' | 'model' | 'kind' | 'cost'>, title?: string): Column<Line> => ({
	name,
	value: (line) => line[name],
	...(title !== undefined && { title, numeric: true, show: (line) => formatCount(line[name]) }),
});

const columns: Array<Column<Line>> = [
	{ name: 'agent', title: 'agent', value: ({ agent }) => agent, show: ({ agent }) => agent ?? '-' },
	{ name: 'model', title: 'model', value: ({ model }) => model },
	{ name: 'kind', title: 'kind', value: ({ kind }) => kind },
	number('calls', 'calls'),
	number('failed'),
	number('inputTokens', 'input'),
	number('cachedInputTokens'),
	number('cacheWriteTokens'),
	number('outputTokens', 'output'),
	number('reasoningTokens'),
	number('searches'),
	number('unpriced'),
	{ name: 'cost', title: 'cost USD', numeric: true, value: ({ cost }) => cost },
];
