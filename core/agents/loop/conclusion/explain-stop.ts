import { isStopped, withInFlight } from '../../../switches/find-switch';
import type { Run } from '../run/run';
import type { TrailEntry } from '../trail/trail-entry';

/** @throws TroupeError RUN_STOPPED: what ends after a stop is not the run's answer, such as the refusal of a guardrail whose model was not asked */
export function throwIfStopped({ host: { reason } }: Pick<Run, 'host'>): void {
	if (isStopped(reason)) throw reason;
}

/** Returns the stop that ended a run, with the tools that were being called; any other error as it is. */
export function explainStop({ host, trail }: Pick<Run, 'host' | 'trail'>, error: unknown): unknown {
	const reason: unknown = host.reason;
	if (!isStopped(reason)) return error;
	const open = new Map<string, string>();
	for (const entry of trail.entries) followCall(entry, '', open);
	return withInFlight(reason, [...open.values()]);
}

/** Called agents name their calls themselves, so two of them can use the same id. */
function followCall(entry: TrailEntry, caller: string, open: Map<string, string>): void {
	if (entry.kind === 'called') return followCall(entry.entry, `${caller}${entry.callId}/`, open);
	if (entry.kind === 'tool-started') open.set(caller + entry.callId, entry.tool);
	if (entry.kind === 'tool-finished') open.delete(caller + entry.callId);
}
