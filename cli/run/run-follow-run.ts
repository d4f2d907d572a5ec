import { pause } from '../../core/base/async/pause';
import type { AgentEvent } from '../../core/agents/agent-event';
import type { TrailEntry } from '../../core/agents/loop/trail/trail-entry';
import { openHost } from '../host';
import { unknownRun } from '../agent/agent-show-run';
import { eventLine } from '../agent/event-line';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { describeEnd } from './run-list-run';

const lookMs = 300;

/** Prints the steps of a run that are stored, and those that follow, until it ends. A run that waits is followed on. */
export async function runRunFollow(runId: string, { json }: { json?: boolean }, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await open(terminal);
	const [{ openRuns }, { tellTrail }] = await Promise.all([
		import('../../providers/compose/state/host-runs'),
		import('../../core/agents/loop/trail/tell-trail'),
	]);
	const store = await openRuns(host, host.stateFolder!);
	const print = (event: AgentEvent) => {
		const line = json ? JSON.stringify({ event }) : eventLine(event);
		if (line !== undefined) terminal.print(line);
	};
	let told = 0;
	let waits = false;
	for (;;) {
		const found = await store.find(runId);
		if (!found) throw unknownRun(runId);
		const { trail, ...run } = found;
		const { events } = tellTrail(runId, trail as TrailEntry[]);
		events.slice(told).forEach(print);
		told = events.length;
		if (run.state !== 'running' && run.state !== 'waiting') {
			terminal.print(json ? JSON.stringify({ run }) : printable([run.state, describeEnd(run)].filter(Boolean).join(': ')));
			return run.state === 'completed' ? 0 : 1;
		}
		if (run.state === 'waiting' && !waits) terminal.note(`The run waits. Decide with: troupe run resume ${printable(runId)}`);
		waits = run.state === 'waiting';
		if (!(await pause(lookMs, terminal.stop))) return 0;
	}
}
