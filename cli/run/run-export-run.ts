import { isTroupeError } from '../../core/base/errors';
import type { AgentEvent } from '../../core/agents/agent-event';
import type { RunStep } from '../../core/agents/loop/trail/list-steps';
import type { DescribedRun } from '../../providers/compose/runs/describe-record';
import type { RunFilter } from '../../providers/state/runs/list-runs';
import { showRun } from '../../service/operations/runs/runs';
import { runFields } from '../../service/runs/run-fields';
import { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { csvLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { readPages } from './read-pages';

export interface RunExportOptions extends RunFilter {
	allTenants?: boolean;
	csv?: boolean;
	/** Adds the steps of each run, which must be of the host's tenant. */
	steps?: boolean;
}

export async function runRunExport(options: RunExportOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const { allTenants, csv, steps, ...filter } = options;
	const readSteps = steps ? await stepsReader(terminal, open) : undefined;
	let exitCode: ExitCode = 0;
	let isFirst = true;
	for await (const page of readPages(filter, { allTenants }, terminal, open)) {
		if (csv) for (const line of csvLines(runFields, page).slice(isFirst ? 0 : 1)) terminal.print(line);
		for (const run of csv ? [] : page) {
			const told = (await readSteps?.(run)) ?? {};
			if ('problem' in told) exitCode = 1;
			terminal.print(JSON.stringify({ ...run, ...told }));
		}
		isFirst = false;
	}
	return exitCode;
}

type Steps = { events: AgentEvent[]; steps: RunStep[] } | { problem: string };

/** Returns a reader of the steps of runs, which says why they cannot be used: others are written all the same. */
async function stepsReader(terminal: Terminal, open: typeof openHost): Promise<(run: DescribedRun) => Promise<Steps>> {
	const host = terminal.service === undefined ? await open(terminal) : undefined;
	return async ({ runId }) => {
		try {
			const { events, steps } = await callOperation(showRun, { runId }, terminal, () => host!);
			return { events, steps };
		} catch (error) {
			if (!isTroupeError(error) || !['RUN_STATE_INVALID', 'VAULT_UNREADABLE'].includes(error.code)) throw error;
			return { problem: error.message };
		}
	};
}
