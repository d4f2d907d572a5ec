import { toIso } from '../../core/base/iso-time';
import type { Advice } from '../../core/usage/advise';
import { adviseOnUsage } from '../../service/operations/usage/usage';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { type Column, csvLines, tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { openUsage } from './usage-host';

export interface AdviseOptions {
	from?: number;
	json?: boolean;
	csv?: boolean;
}

export async function runAdvise({ from, json, csv }: AdviseOptions, terminal: Terminal): Promise<ExitCode> {
	const { items: advice } = await callOperation(adviseOnUsage, { from: toIso(from) }, terminal, openUsage);
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
