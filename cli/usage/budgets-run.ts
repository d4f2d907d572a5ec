import type { Amounts } from '../../core/ports/usage';
import { type DescribedBalance, listBalances } from '../../service/operations/usage/budgets';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { type Column, csvLines, tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { noteOthers } from './forecast-run';
import { describeCounted, openUsage } from './usage-host';

export interface BudgetsOptions {
	json?: boolean;
	csv?: boolean;
}

/** Prints the balance of each budget. Returns 1 when one is used up. */
export async function runBudgets({ json, csv }: BudgetsOptions, terminal: Terminal): Promise<ExitCode> {
	const { items, ofInstallation } = await callOperation(listBalances, {}, terminal, openUsage);
	const { countedIn, isShared } = describeCounted(terminal);
	const rows = items.flatMap(toRows);
	const folder: Column<Row> = { name: 'countedIn', value: () => countedIn };
	const source: Column<Row> = { name: 'setIn', title: 'set in', value: ({ budget }) => budget.setIn };
	noteOthers(ofInstallation, terminal);
	if (json)
		terminal.print(
			JSON.stringify(
				items.map((item) => ({ ...item, countedIn })),
				null,
				2,
			),
		);
	else if (csv) csvLines([...columns, folder, source], rows).forEach(terminal.print);
	else if (rows.length === 0)
		terminal.note(`No budgets are set: the calls that ${countedIn} counts have no cap. See docs/agents/usage.md.`);
	else {
		tableLines([...columns, source], rows, terminal, chooseFormat).forEach(terminal.print);
		terminal.note(
			isShared
				? `Counts the calls of all machines that use ${countedIn}.`
				: `Counts the calls of ${countedIn} only. Other machines count their own. TROUPE_DATABASE_URL makes them count together.`,
		);
	}
	return rows.some(isUsedUp) ? 1 : 0;
}

interface Row {
	budget: DescribedBalance;
	field: keyof Amounts;
	cap: number;
	left: number;
}

const toRows = (budget: DescribedBalance): Row[] =>
	(Object.entries(budget.left) as Array<[keyof Amounts, number]>).map(([field, left]) => ({ budget, field, cap: budget[field]!, left }));

const units: Record<keyof Amounts, string> = { costUsd: 'USD', tokens: 'tokens', calls: 'calls' };

const isUsedUp = ({ left }: Row) => left === 0;

function amount(read: (row: Row) => number): Pick<Column<Row>, 'numeric' | 'value' | 'show'> {
	const digits = ({ field }: Row) => (field === 'costUsd' ? 4 : 0);
	return {
		numeric: true,
		value: read,
		show: (row) => read(row).toLocaleString('en-US', { minimumFractionDigits: digits(row), maximumFractionDigits: digits(row) }),
	};
}

const columns: Array<Column<Row>> = [
	{ name: 'budget', title: 'budget', value: ({ budget }) => budget.name },
	{ name: 'tenant', value: ({ budget }) => budget.tenant ?? null },
	{ name: 'agent', value: ({ budget }) => budget.agent ?? null },
	{ name: 'model', value: ({ budget }) => budget.model ?? null },
	{ name: 'for', title: 'for', value: ({ budget }) => describeScope(budget) },
	{ name: 'per', title: 'per', value: ({ budget }) => budget.per },
	{ name: 'unit', title: 'of', value: ({ field }) => units[field] },
	{ name: 'cap', title: 'cap', ...amount(({ cap }) => cap) },
	{ name: 'spent', title: 'spent', ...amount(({ budget, field }) => budget.spent[field] ?? 0) },
	{ name: 'reserved', title: 'reserved', ...amount(({ budget, field }) => budget.reserved[field] ?? 0) },
	{ name: 'left', title: 'left', ...amount(({ left }) => left) },
	{
		name: 'resetsAt',
		title: 'resets (UTC)',
		value: ({ budget }) => budget.resetsAt,
		show: ({ budget: { resetsAt } }) => resetsAt?.slice(0, 16).replace('T', ' ') ?? 'never',
	},
];

function describeScope({ tenant, agent, model }: DescribedBalance): string {
	const parts = [tenant && `tenant ${tenant}`, agent && `agent ${agent}`, model && `model ${model}`].filter(Boolean);
	return parts.length > 0 ? parts.join(', ') : 'all';
}

/** Yellow when less than a fifth is left. */
function chooseFormat(row: Row): 'red' | 'yellow' | undefined {
	if (isUsedUp(row)) return 'red';
	return row.left < row.cap / 5 ? 'yellow' : undefined;
}
