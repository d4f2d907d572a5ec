import { openHost } from '../host';
import type { ListedRun } from '../../providers/state/runs/suspensions';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';

export interface AgentRunsOptions {
	allTenants?: boolean;
	json?: boolean;
}

const showTime = (time: number) => new Date(time).toISOString().slice(0, 16).replace('T', ' ');

const columns: Array<Column<ListedRun>> = [
	{ name: 'run', title: 'run', value: ({ runId }) => runId },
	{ name: 'tenant', title: 'tenant', value: ({ tenant }) => tenant },
	{ name: 'agent', title: 'agent', value: ({ agent }) => `${agent.id} ${agent.version}` },
	{ name: 'status', title: 'status', value: ({ status }) => status },
	{ name: 'since', title: 'since (UTC)', value: ({ since }) => showTime(since) },
	{ name: 'expires', title: 'expires', value: ({ expiresAt }) => showTime(expiresAt) },
	{ name: 'for', title: 'waits for', value: ({ pending }) => pending.map(describe).join(', ') },
];

const describe = (pending: ListedRun['pending'][number]): string =>
	pending.kind === 'approval' ? `approval of ${pending.tool}` : 'an answer';

/** Lists the runs that wait for a person: agents, times and tools, nothing of what they are about. */
export async function runAgentRuns(options: AgentRunsOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await open(terminal);
	const { openRuns } = await import('../../providers/compose/state/host-runs');
	const runs = await (await openRuns(host, host.stateFolder!)).listSuspended(options.allTenants);
	if (options.json) terminal.print(JSON.stringify({ runs }, null, '\t'));
	else if (runs.length === 0) terminal.note('no run waits for a person');
	else for (const line of tableLines(columns, runs, terminal)) terminal.print(line);
	return 0;
}
