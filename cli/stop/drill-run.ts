import { hostname } from 'node:os';
import { isStopped } from '../../core/stops/find-stop';
import { composeCallStops } from '../../providers/compose/state/host-stops';
import { openPrivateState } from '../host';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

/** The run that a drill stops: none has this id, so that nothing real ends. */
export const drillRun = 'drill';

export interface DrillOptions {
	json?: boolean;
	/** How long to wait for the stop, in milliseconds. */
	drill: number;
}

/** Waits for the stop of the run `drill` as a run of this host would, and prints how long it took to arrive. Returns 1 if none came. @throws TroupeError RUN_STOPPED if it holds already */
export async function runDrill({ json, drill: maxMs }: DrillOptions, terminal: Terminal): Promise<ExitCode> {
	const watch = await composeCallStops(openPrivateState(terminal));
	const stops = (await watch({ run: drillRun }))!;
	terminal.note(`Waiting for: troupe stop --all --run ${drillRun} --reason drill`);
	const late = AbortSignal.any([terminal.stop, AbortSignal.timeout(maxMs)]);
	await new Promise<void>((resolve) => {
		for (const signal of [stops.signal, late]) {
			if (signal.aborted) resolve();
			signal.addEventListener('abort', () => resolve(), { once: true });
		}
	});
	const at = Date.now();
	stops.end();
	const { reason } = stops.signal as { reason: unknown };
	if (!stops.signal.aborted || !isStopped(reason)) {
		terminal.note('No stop came. Compare TROUPE_HOME and TROUPE_DATABASE_URL with those of the machine that stops.');
		return 1;
	}
	const { stoppedAt, stoppedBy } = reason.details as { stoppedAt: string; stoppedBy: string };
	const ms = Math.max(0, at - Date.parse(stoppedAt));
	const host = hostname();
	terminal.print(
		json ? JSON.stringify({ host, feltAfterMs: ms, stoppedAt, stoppedBy }) : printable(`${host}: felt after ${(ms / 1000).toFixed(2)} s`),
	);
	return 0;
}
