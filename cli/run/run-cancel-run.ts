import { pause } from '../../core/base/async/pause';
import { defaultTenant } from '../../core/base/tenant';
import type { StoredRuns } from '../../providers/state/runs/run-store';
import { readUserName } from '../../core/base/user-name';
import { readStopReason } from '../../core/stops/read-target';
import { byOperator } from '../../core/ports/runs/run-records';
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
	const stop = { tenant: host.tenant ?? defaultTenant, name: `run:${runId}`, changedBy: `user:${readUserName()}` };
	const stops = (await openStops(host))!;
	await stops.stop({ ...stop, reason });
	const isOver = await endRun(store, runId, terminal.stop);
	// From now on the record refuses it.
	if (isOver) await stops.start({ ...stop, reason: 'cancelled' });
	const { trail: _trail, ...run } = (await store.find(runId)) ?? found;
	if (options.json) terminal.print(JSON.stringify(run));
	terminal.note(isOver ? 'Cancelled.' : printable(`The run does not end. It is stopped: troupe stop --list shows ${stop.name}.`));
	return 0;
}

const waitMs = 10_000;
const lookMs = 200;

/** Cancels a run as soon as nobody works on it. @returns false if somebody still does */
async function endRun(store: StoredRuns, runId: string, stop: AbortSignal): Promise<boolean> {
	for (const since = performance.now(); ;) {
		await store.cancel(runId);
		const run = await store.find(runId);
		if (run?.state === 'cancelled' && run.reason === byOperator) return true;
		if (performance.now() - since > waitMs || !(await pause(lookMs, stop))) return false;
	}
}
