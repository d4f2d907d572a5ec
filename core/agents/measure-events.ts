import { measurements } from '../base/metrics/measurements';
import type { AgentEvent } from './agent-event';

/** @param hasTool returns whether the agent has a tool: a model can write any name */
export function measureEvents(
	agent: string,
	hasTool: (name: string) => boolean,
): (event: Omit<AgentEvent, 'runId' | 'number' | 'at'>) => void {
	return (happening) => {
		const event = happening as AgentEvent;
		if (event.kind === 'tool-finished') countTool(event, hasTool(event.tool) ? event.tool : 'unknown');
		// A waiting called agent suspends the first agent of its team.
		if (event.kind === 'suspended' && !event.team) measurements.count('troupe_agent_runs_suspended_total', {});
		if (event.kind === 'finished') {
			// Alerts are about faults: this was wanted.
			const isCancelled = ['CANCELLED', 'RUN_STOPPED'].includes(event.errorCode ?? '');
			measurements.count('troupe_agent_runs_total', { agent, outcome: isCancelled ? 'cancelled' : event.outcome });
			measurements.observe('troupe_agent_run_duration_seconds', { agent }, event.durationMs / 1000);
		}
	};
}

function countTool({ outcome, durationMs }: AgentEvent & { kind: 'tool-finished' }, tool: string): void {
	measurements.count('troupe_agent_tool_calls_total', { tool, outcome });
	// A refused call took no time.
	if (outcome === 'ok' || durationMs > 0) measurements.observe('troupe_agent_tool_duration_seconds', { tool }, durationMs / 1000);
}
