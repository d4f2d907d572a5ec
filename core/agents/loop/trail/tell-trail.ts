import { systemClock } from '../../../ports/host';
import type { AgentEvent } from '../../agent-event';
import type { RunUsage } from '../../agent-outcome';
import { foldEntry } from '../run/run';
import { createRunEvents, type RunEvents } from '../run/run-events';
import { UsageSum } from '../run/run-usage';
import { listSteps, type RunStep } from './list-steps';
import { emitEntry } from './tell-entry';
import type { TrailEntry } from './trail-entry';
import { unwrapEntry } from './unwrap-entry';

export function tellTrail(runId: string, entries: TrailEntry[]): { events: AgentEvent[]; steps: RunStep[]; usage: RunUsage } {
	const told: AgentEvent[] = [];
	const usage = new UsageSum();
	let stamp = { at: '', by: '' };
	const clock = { ...systemClock, now: () => Date.parse(stamp.at) };
	const called = new Map<string, string>();
	const events = createRunEvents(runId, clock, (event) => void told.push({ by: stamp.by, ...withArguments(event, called) }));
	for (const entry of entries) {
		const own = unwrapEntry(entry);
		stamp = own;
		noteCalls(own, called);
		foldEntry({ guardrails: [], searches: [], sandboxed: [], usage, events }, entry, true);
		if (entry.kind === 'called') tellCalled(events, entry);
	}
	return { events: told, steps: listSteps(entries), usage: usage.summary(entries.at(-1)?.elapsedMs ?? 0) };
}

/** Model's call arguments: the step of an unmade call does not repeat them. */
function noteCalls(entry: TrailEntry, called: Map<string, string>): void {
	if (entry.kind !== 'model') return;
	for (const call of entry.response?.toolCalls ?? []) called.set(call.id, call.arguments);
}

function withArguments(event: AgentEvent, called: Map<string, string>): AgentEvent {
	if (event.kind !== 'tool-finished' || event.outcome !== 'denied') return event;
	return { ...event, arguments: called.get(event.callId) };
}

function tellCalled(events: RunEvents, { agent, callId, entry }: TrailEntry<'called'>, above: string[] = []): void {
	const path = [...above, callId];
	if (entry.kind === 'called') return tellCalled(events, entry, path);
	const team = { agent, depth: path.length, call: path.join('/') };
	emitEntry({ ...events, emit: (event) => events.emit({ ...event, team }) }, entry);
}
