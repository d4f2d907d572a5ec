import { toMinute } from '../../core/base/iso-time';
import { openHost } from '../host';
import { readPages } from './read-pages';
import type { DescribedRun } from '../../providers/compose/runs/describe-record';
import type { RunFilter } from '../../providers/state/runs/list-runs';
import { belongings } from '../../providers/state/runs/run-headers';
import type { RunFigures, RunOf } from '../../core/ports/runs/run-records';
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

/** Says how a run ended, by the names of its outcome, reason or error. */
export const describeEnd = ({ outcome, reason, errorCode }: Pick<DescribedRun, 'outcome' | 'reason' | 'errorCode'>) =>
	[outcome, reason, errorCode].filter(Boolean).join(': ') || null;

/** Names the agent or the node, or what the sandbox ran. */
export function nameWhatRan({ agent, of: { node, sandbox } }: DescribedRun): string | null {
	if (agent) return `${agent.id} ${agent.version}`;
	return node ?? (sandbox === undefined ? null : `${sandbox} in the sandbox`);
}

type RunColumn = Column<DescribedRun>;

/** Columns of CSV alone. */
const inCsv = <Name extends string>(names: readonly Name[], read: (run: DescribedRun, name: Name) => string | number | null | undefined) =>
	names.map((name): RunColumn => ({ name, value: (run) => read(run, name) ?? null }));
const fieldsInCsv = <Name extends 'reason' | 'errorCode' | 'error' | 'by' | 'endedAt' | 'manifest' | keyof RunFigures>(...names: Name[]) =>
	inCsv(names, (run, name) => run[name]);

/** A run in a table, and all of it in CSV, by the names that JSON has. */
export const runColumns: RunColumn[] = [
	{ name: 'runId', title: 'run', value: ({ runId }) => runId },
	{ name: 'tenant', title: 'tenant', value: ({ tenant }) => tenant },
	{ name: 'agent', title: 'agent or node', value: ({ agent }) => agent?.id ?? null, show: (run) => nameWhatRan(run) ?? '-' },
	...inCsv(['version', 'sha256'], ({ agent }, name) => agent?.[name]),
	...fieldsInCsv('manifest', 'by'),
	{ name: 'host', title: 'host', value: ({ host }) => host },
	{ name: 'state', title: 'state', value: ({ state }) => state },
	{ name: 'outcome', title: 'outcome', value: ({ outcome }) => outcome, show: (run) => describeEnd(run) ?? '-' },
	...fieldsInCsv('reason', 'errorCode', 'error'),
	{
		...{ name: 'startedAt', title: 'started (UTC)', value: ({ startedAt }) => startedAt },
		show: ({ startedAt }) => toMinute(Date.parse(startedAt)),
	},
	...fieldsInCsv('endedAt'),
	{ name: 'durationMs', title: 'ms', numeric: true, value: ({ durationMs }) => durationMs ?? null },
	{
		...{ name: 'costUsd', title: 'cost USD', numeric: true, value: ({ costUsd }) => costUsd ?? null },
		show: ({ costUsd }) => costUsd?.toFixed(6) ?? '-',
	},
	...fieldsInCsv('model', 'modelCalls', 'inputTokens', 'outputTokens', 'toolCalls'),
	{ name: 'entries', title: 'steps', numeric: true, value: ({ entries }) => entries },
	...inCsv(Object.keys(belongings) as Array<keyof RunOf>, ({ of }, name) => of[name]),
];

/** Lists the runs of agents, whichever host ran them. */
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
