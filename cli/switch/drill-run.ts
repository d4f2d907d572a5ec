import { hostname } from 'node:os';
import { isStopped } from '../../core/switches/find-switch';
import { composeCallSwitches } from '../../providers/compose/state/host-switches';
import { openPrivateState } from '../host';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

/** A run with an impossible id: the drill ends nothing real. */
const drillRun = 'drill';

export interface DrillOptions {
	json?: boolean;
	/** Milliseconds. */
	wait: number;
}

/** Waits until the run `drill` is turned off, as a run of this host would, and prints how long it took. Returns 1 if it was not. @throws TroupeError RUN_STOPPED if it is off already */
export async function runDrill({ json, wait: maxMs }: DrillOptions, terminal: Terminal): Promise<ExitCode> {
	const watch = await composeCallSwitches(openPrivateState(terminal));
	const watched = (await watch({ run: drillRun }))!;
	terminal.note(`Waiting for: troupe switch off run:${drillRun} --everywhere --reason drill`);
	const late = AbortSignal.any([terminal.stop, AbortSignal.timeout(maxMs)]);
	await new Promise<void>((resolve) => {
		for (const signal of [watched.signal, late]) {
			if (signal.aborted) resolve();
			signal.addEventListener('abort', () => resolve(), { once: true });
		}
	});
	const at = Date.now();
	watched.end();
	const { reason } = watched.signal as { reason: unknown };
	if (!watched.signal.aborted || !isStopped(reason)) {
		terminal.note('It was not turned off. Compare TROUPE_HOME and TROUPE_DATABASE_URL with those of the other machine.');
		return 1;
	}
	const { changedAt, changedBy } = reason.details as { changedAt: string; changedBy: string };
	const ms = Math.max(0, at - Date.parse(changedAt));
	const host = hostname();
	terminal.print(
		json ? JSON.stringify({ host, feltAfterMs: ms, changedAt, changedBy }) : printable(`${host}: felt after ${(ms / 1000).toFixed(2)} s`),
	);
	return 0;
}
