import { defaultTenant } from '../../core/base/tenant';
import { readUserName } from '../../core/base/user-name';
import { readStopReason } from '../../core/stops/read-target';
import { openHost } from '../host';
import { unknownRun } from '../agent/agent-show-run';
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
	const [{ openRuns }, { openStops }] = await Promise.all([
		import('../../providers/compose/state/host-runs'),
		import('../../providers/compose/state/host-stops'),
	]);
	const store = await openRuns(host, host.stateFolder!);
	const found = await store.find(runId);
	if (!found) throw unknownRun(runId);
	if (found.state === 'completed' || found.state === 'cancelled') {
		terminal.note(printable(`The run has ended: ${[found.state, describeEnd(found)].filter(Boolean).join(', ')}.`));
		return 1;
	}
	if (!(await confirmedByPerson(`Cancel the run ${printable(runId)}?`, options, terminal))) return 1;
	// First of all: then no host begins it again.
	const stops = (await openStops(host))!;
	await stops.stop({ tenant: host.tenant ?? defaultTenant, name: `run:${runId}`, reason, changedBy: `user:${readUserName()}` });
	await store.cancel(runId);
	const { trail: _trail, ...run } = (await store.find(runId)) ?? found;
	if (options.json) terminal.print(JSON.stringify(run));
	terminal.note(run.state === 'cancelled' ? 'Cancelled.' : 'The run ends within a second, on the machine that works on it.');
	return 0;
}
