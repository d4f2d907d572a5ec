import { defaultTenant } from '../../core/base/tenant';
import { openHost } from '../host';
import { readRun } from '../agent/agent-show-run';
import type { RunFilter } from '../../providers/state/runs/list-runs';
import type { ExitCode } from '../terminal/report-error';
import { csvLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { runColumns } from './run-list-run';

export interface RunExportOptions extends RunFilter {
	allTenants?: boolean;
	csv?: boolean;
	steps?: boolean;
}

const pageSize = 500;

/** Writes all runs that fit, page by page: as many as there are. */
export async function runRunExport(options: RunExportOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const { allTenants, csv, steps, ...filter } = options;
	const host = await open(terminal);
	const { openRuns } = await import('../../providers/compose/state/host-runs');
	const store = await openRuns(host, host.stateFolder!);
	for (let after: RunFilter['after'], isFirst = true; ; isFirst = false) {
		const page = await store.list(pageSize, allTenants, { ...filter, after });
		if (csv) for (const line of csvLines(runColumns, page).slice(isFirst ? 0 : 1)) terminal.print(line);
		for (const run of csv ? [] : page) {
			const isOwn = run.tenant === (host.tenant ?? defaultTenant);
			const { events } = steps && isOwn ? await readRun(run.runId, host) : { events: undefined };
			terminal.print(JSON.stringify({ ...run, ...(events && { events }) }));
		}
		after = page.at(-1);
		if (page.length < pageSize) return 0;
	}
}
