import { isTroupeError } from '../../core/base/errors';
import type { AgentEvent } from '../../core/agents/agent-event';
import type { RunState } from '../../core/agents/agent-outcome';
import type { RunStep } from '../../core/agents/loop/trail/list-steps';
import type { TrailEntry } from '../../core/agents/loop/trail/trail-entry';
import type { RecordedRun, RunFilter } from '../../providers/state/runs/list-runs';
import type { StoredRuns } from '../../providers/state/runs/run-store';
import { openHost } from '../host';
import type { ExitCode } from '../terminal/report-error';
import { csvLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { runColumns } from './run-list-run';

export interface RunExportOptions extends RunFilter {
	allTenants?: boolean;
	csv?: boolean;
	/** Adds the steps of each run, which must be of the host's tenant. */
	steps?: boolean;
}

const pageSize = 500;

/** Writes all runs that fit, page by page: as many as there are. */
export async function runRunExport(options: RunExportOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const { allTenants, csv, steps, ...filter } = options;
	const host = await open(terminal);
	const { openRuns } = await import('../../providers/compose/state/host-runs');
	const store = await openRuns(host, host.stateFolder!);
	let exitCode: ExitCode = 0;
	for (let after: RunFilter['after'], isFirst = true; ; isFirst = false) {
		const page = await store.list(pageSize, allTenants, { ...filter, after });
		if (csv) for (const line of csvLines(runColumns, page).slice(isFirst ? 0 : 1)) terminal.print(line);
		for (const run of csv ? [] : page) {
			const told = steps ? await tellSteps(run, store) : {};
			if ('problem' in told) exitCode = 1;
			terminal.print(JSON.stringify({ ...run, ...told }));
		}
		after = page.at(-1);
		if (page.length < pageSize) return exitCode;
	}
}

/** Reads the steps of a run, or why they cannot be used: the others are written all the same. */
async function tellSteps(
	{ runId, endedAt }: RecordedRun,
	store: StoredRuns,
): Promise<{ events: AgentEvent[]; steps: RunStep[] } | { problem: string }> {
	const { tellTrail } = await import('../../core/agents/loop/trail/tell-trail');
	try {
		let trail = (await store.find(runId))?.trail ?? [];
		// A run without tools that waits has its trail in its state alone.
		if (trail.length === 0 && endedAt === null) trail = ((await store.findSuspended(runId))?.state as RunState | undefined)?.trail ?? [];
		const { events, steps } = tellTrail(runId, trail as TrailEntry[]);
		return { events, steps };
	} catch (error) {
		if (!isTroupeError(error) || !['RUN_STATE_INVALID', 'VAULT_UNREADABLE'].includes(error.code)) throw error;
		return { problem: error.message };
	}
}
