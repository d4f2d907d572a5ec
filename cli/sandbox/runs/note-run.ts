import { getErrorMessage } from '../../../core/base/errors';
import { troupeHome } from '../../../core/base/home';
import type { SandboxReport } from '../../../sandbox/report/report-shape';
import { printable, type Terminal } from '../../terminal/terminal';
import { logRun } from './run-log';

/** Adds a run to this home's log. An unwritable home is reported, and fails no run. */
export function noteRun(report: SandboxReport, signedReport: string | undefined, terminal: Terminal, id?: string): void {
	try {
		logRun(troupeHome(terminal.environment), report, signedReport, id);
	} catch (error) {
		terminal.note(printable(`warning: The run is not in the log of runs: ${getErrorMessage(error)}`));
	}
}
