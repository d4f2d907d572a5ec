import { cancelRun } from '../../service/operations/runs/runs';
import { readReason } from '../../core/switches/read-target';
import { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

export interface RunCancelOptions {
	reason: string;
	json?: boolean;
	yes?: boolean;
}

/** Ends a run on any machine. Its effects stay. @throws TroupeError RESOURCE_NOT_FOUND, STATE_CONFLICT for one that has ended */
export async function runRunCancel(runId: string, options: RunCancelOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const reason = readReason(options.reason);
	if (!(await confirmedByPerson(`Cancel the run ${printable(runId)}?`, options, terminal))) return 1;
	const run = await callOperation(cancelRun, { runId, reason }, terminal, open);
	if (options.json) terminal.print(JSON.stringify(run));
	const stopping = `The run does not end. It is off: troupe switch list shows run:${runId}.`;
	terminal.note(run.state === 'cancelled' ? 'Cancelled.' : printable(stopping));
	return 0;
}
