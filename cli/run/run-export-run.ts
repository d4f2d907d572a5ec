import type { RunFilter } from '../../providers/state/runs/list-runs';
import { runFields } from '../../service/runs/run-fields';
import { openHost } from '../host';
import type { ExitCode } from '../terminal/report-error';
import { csvLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { readPages } from './read-pages';
import { stepsReader } from './read-steps';

export interface RunExportOptions extends RunFilter {
	allTenants?: boolean;
	csv?: boolean;
	/** Adds the steps of each run, which must be of the host's tenant. */
	steps?: boolean;
}

/** Writes all runs that fit, page by page: as many as there are. */
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
