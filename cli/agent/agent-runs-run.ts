import { toMinute } from '../../core/base/iso-time';
import { openHost } from '../host';
import type { TrailFault } from '../../providers/state/runs/check-trail';
import type { CheckedTrails } from '../../providers/state/runs/check-trails';
import { type DescribedWaiting, describeWaiting, listApprovals } from '../../service/operations/runs/approvals';
import { runRunList } from '../run/run-list-run';
import { callAllPages } from '../services/call-all-pages';
import { onlyHere } from '../services/only-here';
import { shortenLine } from '../terminal/format-text';
import { describeCaller } from '../terminal/describe-caller';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { nameContinuer, outcomeWords, overdueLines } from './lines/overdue-lines';

export interface AgentRunsOptions {
	/** Lists the newest runs instead, also those that ended. */
	all?: boolean;
	/** Checks the stored trails of all runs instead. */
	check?: boolean;
	/** Max number of those with `all`. Default 50. */
	limit?: number;
	allTenants?: boolean;
	json?: boolean;
}

const maxMessage = 60;
const listUnique = (texts: Array<string | undefined>) => [...new Set(texts.filter((text) => text !== undefined))].join(', ') || null;

const waitingColumns: Array<Column<DescribedWaiting>> = [
	{ name: 'run', title: 'run', value: ({ runId }) => runId },
	{ name: 'tenant', title: 'tenant', value: ({ tenant }) => tenant },
	{ name: 'agent', title: 'agent', value: ({ agent }) => `${agent.id} ${agent.version}` },
	{ name: 'status', title: 'status', value: ({ status }) => (status === 'timed-out' ? 'overdue' : status) },
	{ name: 'since', title: 'since (UTC)', value: ({ since }) => toMinute(Date.parse(since)) },
	{ name: 'by', title: 'decide by', value: ({ decideBy }) => toMinute(Date.parse(decideBy)) },
	{ name: 'then', title: 'then it', value: ({ whenTimedOut }) => outcomeWords[whenTimedOut] },
	{ name: 'continuer', title: 'continued by', value: nameContinuer },
	{ name: 'approver', title: 'approver', value: ({ pending }) => listUnique(pending.map(({ approver }) => approver)) },
	{ name: 'for', title: 'waits for', value: ({ pending }) => pending.map(describe).join(', ') },
];

function describe(pending: DescribedWaiting['pending'][number]): string {
	if (pending.kind === 'question') return 'an answer';
	const { tool, message } = pending;
	return `approval of ${tool}${message === undefined ? '' : `: ${shortenLine(message, maxMessage)}`}`;
}

/** Lists the runs that wait for a person, or all: agents, times and tools, nothing of what they are about. */
export async function runAgentRuns(options: AgentRunsOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const { all, limit = 50, allTenants, json } = options;
	if (all) return runRunList({ limit, allTenants, json }, terminal, open);
	if (options.check) return check(options, terminal, open);
	const { items: runs, proposals = [] } = allTenants
		? { items: await listOfAll(terminal, open), proposals: [] }
		: await callAllPages(listApprovals, { limit: 1_000 }, terminal, open as never);
	if (json) terminal.print(JSON.stringify({ runs, proposals }, null, '\t'));
	else if (runs.length === 0) terminal.note('no run waits for a person');
	else tableLines(waitingColumns, runs, terminal).forEach(terminal.print);
	if (json) return 0;
	for (const line of overdueLines(runs)) terminal.note(line);
	for (const { channel, number, action, by, byName } of proposals)
		terminal.print(
			printable(
				`settings of ${channel}: change ${number} (${action}) by ${describeCaller(by, byName)} waits: \`troupe channel settings approve ${channel} ${number}\`, or reject`,
			),
		);
	return 0;
}

/** For operators on the machine: a key has one tenant. */
async function listOfAll(terminal: Terminal, open: typeof openHost): Promise<DescribedWaiting[]> {
	onlyHere('--all-tenants', terminal);
	return (await (await openStore(terminal, open)).listSuspended({}, true)).map(describeWaiting);
}

async function check(options: AgentRunsOptions, terminal: Terminal, open: typeof openHost): Promise<ExitCode> {
	onlyHere('--check', terminal);
	return showChecked(await (await openStore(terminal, open)).check(options.allTenants), options, terminal);
}

async function openStore(terminal: Terminal, open: typeof openHost) {
	const host = await open(terminal);
	const { openRuns } = await import('../../providers/compose/state/host-runs');
	return openRuns(host, host.stateFolder!);
}

const faultColumns: Array<Column<TrailFault>> = [
	{ name: 'run', title: 'run', value: ({ runId }) => runId },
	{ name: 'tenant', title: 'tenant', value: ({ tenant }) => tenant },
	{ name: 'step', title: 'step', numeric: true, value: ({ step }) => step },
	{ name: 'problem', title: 'problem', value: ({ problem }) => problem },
];

/** Returns 1 if a trail is not as it was recorded. */
function showChecked(checked: CheckedTrails, { json }: AgentRunsOptions, terminal: Terminal): ExitCode {
	const { runs, entries, faults } = checked;
	if (json) terminal.print(JSON.stringify(checked, null, '\t'));
	else if (faults.length === 0) terminal.print(`as recorded: ${entries} steps of all stored runs (${runs}), whole`);
	else for (const line of tableLines(faultColumns, faults, terminal)) terminal.print(line);
	if (faults.length > 0)
		terminal.note(`${faults.length} of ${runs} runs are not as recorded: somebody wrote the database without the installation's key`);
	return faults.length > 0 ? 1 : 0;
}
