import { TroupeError } from '../../../core/base/errors';
import type { TrailEntry } from '../../../core/agents/loop/trail/trail-entry';
import type { Host } from '../hosts/host';
import { openRuns } from '../state/host-runs';
import { unknownRun } from './unknown-run';

/** @throws TroupeError RESOURCE_NOT_FOUND, STATE_CONFLICT for one that cannot be replayed */
export async function readReplay(runId: string, host: Host): Promise<{ agent: string; trail: unknown[] }> {
	const store = await openRuns(host, host.stateFolder!);
	const stored = await store.find(runId);
	if (!stored) throw unknownRun(runId);
	const { caller } = stored.of;
	const above = caller === undefined ? undefined : await store.findRecord(caller);
	if (above && above.of.sandbox === undefined)
		throw cannotBeReplayed(runId, 'another agent called it', `Replay the run that called it: troupe run replay ${caller}.`);
	const trail = stored.trail as TrailEntry[];
	const first = trail.find((entry) => entry.kind === 'prepared');
	if (!first || !trail.some((entry) => entry.kind === 'ended'))
		throw cannotBeReplayed(runId, `it is ${stored.state}, without a recorded end`, 'Replay a run that has completed.');
	if (first.kept === undefined || first.kept === 'full') return { agent: first.agent.id, trail };
	throw cannotBeReplayed(
		runId,
		first.kept === 'none' ? 'its texts were not kept' : 'its texts were kept masked and cut',
		'Keep the texts of later runs in full: troupe tenant set NAME --run-content full. Or record one: troupe agent run --record FILE.',
	);
}

const cannotBeReplayed = (runId: string, why: string, fix: string): TroupeError =>
	new TroupeError({ code: 'STATE_CONFLICT', message: `The run ${runId} cannot be replayed: ${why}.`, fix, details: { runId } });
