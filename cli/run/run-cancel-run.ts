import { describeRecord } from '../../providers/compose/runs/describe-record';
import { readUserName } from '../../core/base/user-name';
import { readStopReason } from '../../core/stops/read-target';
import type { RecordedRun } from '../../providers/state/runs/list-runs';
import { openHost } from '../host';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { describeEnd } from './run-list-run';

export interface RunCancelOptions {
	reason: string;
	json?: boolean;
	yes?: boolean;
}

/** Ends a run on whichever machine it is. What it did stays done. */
export async function runRunCancel(runId: string, options: RunCancelOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const reason = readStopReason(options.reason, 'cancellation');
	const host = await open(terminal);
	const [{ openRuns }, { cancelRun, findRecord, hasEnded }] = await Promise.all([
		import('../../providers/compose/state/host-runs'),
		import('../../providers/compose/runs/cancel-run'),
	]);
	const found = await findRecord(await openRuns(host, host.stateFolder!), runId);
	if (hasEnded(found)) return tellEnded(found, terminal);
	if (!(await confirmedByPerson(`Cancel the run ${printable(runId)}?`, options, terminal))) return 1;
	const { is, run } = await cancelRun(runId, host, { reason, changedBy: `user:${readUserName()}` }, terminal.stop);
	if (is === 'ended-before') return tellEnded(run, terminal);
	if (options.json) terminal.print(JSON.stringify(describeRecord(run)));
	const stopping = `The run does not end. It is stopped: troupe stop --list shows run:${runId}.`;
	terminal.note(is === 'cancelled' ? 'Cancelled.' : printable(stopping));
	return 0;
}

function tellEnded(run: RecordedRun, terminal: Terminal): ExitCode {
	terminal.note(printable(`The run has ended: ${[run.state, describeEnd(run)].filter(Boolean).join(', ')}.`));
	return 1;
}
