import type { RunFilter } from '../../providers/state/runs/list-runs';
import { describeRecord } from '../../providers/compose/runs/describe-record';
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
	const [{ openRuns }, { readSteps }] = await Promise.all([
		import('../../providers/compose/state/host-runs'),
		import('../../providers/compose/runs/read-run'),
	]);
	const store = await openRuns(host, host.stateFolder!);
	let exitCode: ExitCode = 0;
	for (let after: RunFilter['after'], isFirst = true; ; isFirst = false) {
		const page = await store.list(pageSize, allTenants, { ...filter, after });
		if (csv) for (const line of csvLines(runColumns, page).slice(isFirst ? 0 : 1)) terminal.print(line);
		for (const run of csv ? [] : page) {
			const told = steps ? await readSteps(run, store) : {};
			if ('problem' in told) exitCode = 1;
			terminal.print(JSON.stringify({ ...describeRecord(run), ...told }));
		}
		after = page.at(-1);
		if (page.length < pageSize) return exitCode;
	}
}
