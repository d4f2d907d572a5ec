import type { Budget } from '../../core/ports/budget';
import type { Amounts, BudgetBalance } from '../../core/ports/usage';
import type { ExitCode } from '../terminal/report-error';
import { type Column, csvLines, tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { listBudgets } from './list-budgets';
import { describeLedger, readUsageHost } from './usage-host';

export interface BudgetsOptions {
	json?: boolean;
	csv?: boolean;
}

/** Prints the balance of each budget. Returns 1 when one is used up. */
export async function runBudgets({ json, csv }: BudgetsOptions, terminal: Terminal): Promise<ExitCode> {
	const { composeUsageStore } = await import('../../providers/compose/models/usage');
	const host = readUsageHost(terminal);
	const listed = await listBudgets(host, terminal);
	const budgets = listed.map(({ budget }) => budget);
	const { countedIn, isShared } = describeLedger(host);
	const store = await composeUsageStore(host);
	const balances = budgets.length > 0 ? await store.balances(budgets, Date.now()) : [];
	const setIn = (index: number) => listed[index]!.source;
	const rows = balances.flatMap((balance, index) => toRows(balance, setIn(index)));
	const folder: Column<Row> = { name: 'countedIn', value: () => countedIn };
	const source: Column<Row> = { name: 'setIn', title: 'set in', value: ({ setIn }) => setIn };
	if (json)
		terminal.print(
			JSON.stringify(
				balances.map((balance, index) => ({ ...toJson(balance, setIn(index)), countedIn })),
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

/** One limit of one budget. */
interface Row {
	budget: Budget;
	field: keyof Amounts;
	cap: number;
	spent: number;
	reserved: number;
	resetsAt: number | null;
	/** Source of the budget: `file`, `shared`, `tenant` or `agent`. */
	setIn: string;
}

function toRows({ budget, spent, reserved, resetsAt }: BudgetBalance, setIn: string): Row[] {
	return (['costUsd', 'tokens', 'calls'] as const).flatMap((field) => {
		const cap = budget[field];
		return cap === undefined ? [] : [{ budget, field, cap, spent: spent[field], reserved: reserved[field], resetsAt, setIn }];
	});
}

function toJson(balance: BudgetBalance, setIn: string): object {
	const { budget, spent, reserved, resetsAt } = balance;
	const left = Object.fromEntries(toRows(balance, setIn).map((row) => [row.field, calculateRemaining(row)]));
	return { ...budget, setIn, spent, reserved, left, resetsAt: resetsAt === null ? null : new Date(resetsAt).toISOString() };
}

const units: Record<keyof Amounts, string> = { costUsd: 'USD', tokens: 'tokens', calls: 'calls' };

/** Rounded to a billionth, the precision of the ledger. */
const calculateRemaining = ({ cap, spent, reserved }: Row) => Math.max(0, Math.round((cap - spent - reserved) * 1e9) / 1e9);
const isUsedUp = (row: Row) => calculateRemaining(row) === 0;

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
	{ name: 'spent', title: 'spent', ...amount(({ spent }) => spent) },
	{ name: 'reserved', title: 'reserved', ...amount(({ reserved }) => reserved) },
	{ name: 'left', title: 'left', ...amount(calculateRemaining) },
	{
		name: 'resetsAt',
		title: 'resets (UTC)',
		value: ({ resetsAt }) => (resetsAt === null ? null : new Date(resetsAt).toISOString()),
		show: ({ resetsAt }) => (resetsAt === null ? 'never' : new Date(resetsAt).toISOString().slice(0, 16).replace('T', ' ')),
	},
];

function describeScope({ tenant, agent, model }: Budget): string {
	const parts = [tenant && `tenant ${tenant}`, agent && `agent ${agent}`, model && `model ${model}`].filter(Boolean);
	return parts.length > 0 ? parts.join(', ') : 'all';
}

/** Yellow when less than a fifth is left. */
function chooseFormat(row: Row): 'red' | 'yellow' | undefined {
	if (isUsedUp(row)) return 'red';
	return calculateRemaining(row) < row.cap / 5 ? 'yellow' : undefined;
}
