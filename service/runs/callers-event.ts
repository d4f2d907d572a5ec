import type { AgentEvent } from '../../core/agents/agent-event';

/** Event fields for callers without the right to read runs: no tool input or output. */
const told: Partial<Record<AgentEvent['kind'], readonly string[]>> = {
	started: ['agent', 'resumed', 'origins', 'warnings'],
	'model-started': ['step'],
	'model-part': ['step', 'text'],
	'model-withdrawn': ['step'],
	'model-finished': ['step', 'model', 'usage', 'costUsd', 'durationMs', 'toolCalls', 'instead'],
	'model-failed': ['step', 'errorCode', 'durationMs'],
	'tool-started': ['step', 'callId', 'tool'],
	'tool-finished': ['step', 'callId', 'tool', 'outcome', 'errorCode', 'durationMs'],
	finished: ['outcome', 'errorCode', 'usage', 'durationMs', 'origins'],
};

export function toCallersEvent(event: AgentEvent): object | undefined {
	const names = told[event.kind];
	if (!names || event.team) return undefined;
	const { runId, number, at, kind } = event;
	return { runId, number, at, kind, ...Object.fromEntries(Object.entries(event).filter(([name]) => names.includes(name))) };
}
