import { isStopped, withInFlight } from '../../../switches/find-switch';
import type { Run } from '../run/run';
import type { TrailEntry } from '../trail/trail-entry';

/** @throws TroupeError RUN_STOPPED: endings after a stop are not the run's answer, such as a guardrail's refusal without its model */
export function throwIfStopped({ host: { reason } }: Pick<Run, 'host'>): void {
	if (isStopped(reason)) throw reason;
}

export function explainStop({ host, trail }: Pick<Run, 'host' | 'trail'>, error: unknown): unknown {
	const reason: unknown = host.reason;
	if (!isStopped(reason)) return error;
	const open = new Map<string, string>();
	for (const entry of trail.entries) followCall(entry, '', open);
	return withInFlight(reason, [...open.values()]);
}

/** Called agents name their calls themselves, so ids can collide. */
function followCall(entry: TrailEntry, caller: string, open: Map<string, string>): void {
	if (entry.kind === 'called') return followCall(entry.entry, `${caller}${entry.callId}/`, open);
	if (entry.kind === 'tool-started') open.set(caller + entry.callId, entry.tool);
	if (entry.kind === 'tool-finished') open.delete(caller + entry.callId);
}
