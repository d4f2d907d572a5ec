import { identifyCalled, type TrailEntry } from '../trail/trail-entry';
import type { TrailLog } from '../trail/trail';
import type { Run } from '../run/run';

/** Returns the recorded entries of a called agent, and counts them in the run of its caller. */
export function readMemberTrail({ trail }: Pick<Run, 'trail'>, callId: string): TrailEntry[] {
	return trail.entries.flatMap((entry) => {
		if (entry.kind !== 'called' || entry.callId !== callId) return [];
		trail.recorded('called', identifyCalled(callId, entry.entry));
		return [entry.entry];
	});
}

/** Writes the trail of a called agent into that of its caller: a team has one trail, one lease and one state. */
export function createMemberLog({ trail }: Pick<Run, 'trail'>, callId: string, agent: string): TrailLog {
	return {
		add: (entry) => void trail.write('called', { callId, agent, entry }),
		secure: (forGood) => trail.secure(forGood),
	};
}
