import { toMinute } from '../../core/base/iso-time';
import { openHost } from '../host';
import { readPages } from './read-pages';
import type { DescribedRun } from '../../providers/compose/runs/describe-record';
import type { RunFilter } from '../../providers/state/runs/list-runs';
import { runFields } from '../../service/runs/run-fields';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { cutList, tellMore } from '../terminal/tell-more';
import type { Terminal } from '../terminal/terminal';

/** Contact and conversation as the host names them. */
export interface RunListOptions extends RunFilter {
	limit: number;
	allTenants?: boolean;
	json?: boolean;
}

export const describeEnd = ({ outcome, reason, errorCode }: Pick<DescribedRun, 'outcome' | 'reason' | 'errorCode'>) =>
	[outcome, reason, errorCode].filter(Boolean).join(': ') || null;

export function nameWhatRan({ agent, of: { node, sandbox } }: DescribedRun): string | null {
	if (agent) return `${agent.id} ${agent.version}`;
	return node ?? (sandbox === undefined ? null : `${sandbox} in the sandbox`);
}

type RunColumn = Column<DescribedRun>;

/** Columns of a table; the others are in CSV only. */
const shown: Partial<Record<string, Omit<RunColumn, 'name' | 'value'>>> = {
	runId: { title: 'run' },
	tenant: { title: 'tenant' },
	agent: { title: 'agent or node', show: (run) => nameWhatRan(run) ?? '-' },
	host: { title: 'host' },
	state: { title: 'state' },
	outcome: { title: 'outcome', show: (run) => describeEnd(run) ?? '-' },
	startedAt: { title: 'started (UTC)', show: ({ startedAt }) => toMinute(Date.parse(startedAt)) },
	durationMs: { title: 'ms', numeric: true },
	costUsd: { title: 'cost USD', numeric: true, show: ({ costUsd }) => costUsd?.toFixed(6) ?? '-' },
	entries: { title: 'steps', numeric: true },
};

/** A run in a table, and all of it in CSV. */
const runColumns = runFields.map((field): RunColumn => ({ ...field, ...shown[field.name] }));

export async function runRunList(
	{ limit, allTenants, json, ...filter }: RunListOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const found = [];
	for await (const page of readPages(filter, { limit: limit + 1, allTenants }, terminal, open)) found.push(...page);
	const list = cutList(found, limit);
	const { items: runs } = list;
	if (json) terminal.print(JSON.stringify({ runs }, null, '\t'));
	else if (runs.length === 0) terminal.note('no run is stored that fits');
	else for (const line of tableLines(runColumns, runs, terminal)) terminal.print(line);
	if (!json) tellMore(list, terminal, 'Raise --limit, or run `troupe run export`.');
	return 0;
}
