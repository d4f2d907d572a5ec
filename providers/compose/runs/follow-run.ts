import { pause } from '../../../core/base/async/pause';
import type { AgentEvent } from '../../../core/agents/agent-event';
import { tellTrail } from '../../../core/agents/loop/trail/tell-trail';
import type { TrailEntry } from '../../../core/agents/loop/trail/trail-entry';
import type { Host } from '../hosts/host';
import { openRuns } from '../state/host-runs';
import { type DescribedRun, describeRecord } from './describe-record';
import { showTrail } from './find-trail';
import { unknownRun } from './unknown-run';

const lookMs = 300;

/** A step, or the record after a state change; the last one is the end. */
export type RunNews = { event: AgentEvent } | { run: DescribedRun };

/** Yields stored steps, masked, and new ones until the run ends, also while it waits. @throws TroupeError RESOURCE_NOT_FOUND */
export async function* followRun(runId: string, host: Host, signal: AbortSignal): AsyncGenerator<RunNews> {
	const store = await openRuns(host, host.stateFolder!);
	let told = 0;
	let stored = -1;
	let state: string | undefined;
	do {
		const run = await store.findRecord(runId);
		if (!run) throw unknownRun(runId);
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
