import { pause } from '../../../core/base/async/pause';
import type { AgentEvent } from '../../../core/agents/agent-event';
import { tellTrail } from '../../../core/agents/loop/trail/tell-trail';
import type { TrailEntry } from '../../../core/agents/loop/trail/trail-entry';
import type { Host } from '../hosts/host';
import { openRuns } from '../state/host-runs';
import { type DescribedRun, describeRecord } from './describe-record';
import { showTrail } from './find-trail';
import { unknownRun } from './unknown-run';

/** How often the record is read. */
const lookMs = 300;

/** A step of a run, or its record where its state has changed: the last one tells how it ended. */
export type RunNews = { event: AgentEvent } | { run: DescribedRun };

/** Tells the stored steps of a run, masked, and those that follow, until it ends. A run that waits is followed on. @throws TroupeError RESOURCE_NOT_FOUND */
export async function* followRun(runId: string, host: Host, signal: AbortSignal): AsyncGenerator<RunNews> {
	const store = await openRuns(host, host.stateFolder!);
	let told = 0;
	let stored = -1;
	let state: string | undefined;
	do {
		const run = await store.findRecord(runId);
		if (!run) throw unknownRun(runId);
		// Few looks find a new step: the others do not read the trail.
		if (run.entries !== stored) {
			const trail = ((await store.find(runId))?.trail ?? []) as TrailEntry[];
			const { events } = tellTrail(runId, (await showTrail(trail, 'masked')).entries);
			for (const event of events.slice(told)) yield { event };
			told = events.length;
			stored = trail.length;
		}
		if (run.state !== state) yield { run: describeRecord(run) };
		state = run.state;
		if (state !== 'running' && state !== 'waiting') return;
	} while (await pause(lookMs, signal));
}
