import { type Advice, advise } from '../../core/usage/advise';
import type { ExitCode } from '../terminal/report-error';
import { type Column, csvLines, tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { hasLedger, readUsageHost } from './usage-host';

export interface AdviseOptions {
	from?: number;
	tenant?: string;
	json?: boolean;
	csv?: boolean;
}

const monthMs = 30 * 86_400_000;

/** Prints what would have cost less. */
export async function runAdvise({ from, tenant, json, csv }: AdviseOptions, terminal: Terminal): Promise<ExitCode> {
	const { composeUsageStore } = await import('../../providers/compose/models/usage');
	const now = Date.now();
	const host = readUsageHost(terminal);
	const patterns = hasLedger(host) ? await (await composeUsageStore(host)).patterns(from ?? now - monthMs, tenant, now) : [];
	const advice = await advise(patterns);
	if (json) terminal.print(JSON.stringify(advice, null, 2));
	else if (csv) csvLines(columns, advice).forEach(terminal.print);
	else if (advice.length === 0) terminal.note('Nothing in the ledger shows a saving. Only calls with a price of the table are compared.');
	else {
		tableLines(columns, advice, terminal).forEach(terminal.print);
		terminal.note(
			'Computed from the calls since then at prices of the table. Savings of one model exclude each other in part: do not add them.',
		);
	}
	return 0;
}

const dollars = (value: number) => value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const columns: Array<Column<Advice>> = [
	{ name: 'advice', title: 'advice', value: ({ kind }) => kind, show: describe },
	{ name: 'agent', title: 'agent', value: ({ agent }) => agent },
	{ name: 'model', title: 'model', value: ({ model }) => model },
	{ name: 'instead', value: ({ instead }) => instead ?? null },
	{ name: 'calls', title: 'calls', numeric: true, value: ({ calls }) => calls, show: ({ calls }) => calls.toLocaleString('en-US') },
	{ name: 'costUsd', title: 'cost USD', numeric: true, value: ({ costUsd }) => costUsd, show: ({ costUsd }) => dollars(costUsd) },
	{
		name: 'savedUsd',
		title: 'would have saved',
		numeric: true,
		value: ({ savedUsd }) => savedUsd,
		show: ({ savedUsd }) => dollars(savedUsd),
	},
];

function describe({ kind, instead }: Advice): string {
	if (kind === 'cheaper-model') return `use ${instead!}, after an evaluation`;
	return kind === 'caching' ? 'cache the prompt' : "use the provider's batch API, if answers within a day suffice";
}
