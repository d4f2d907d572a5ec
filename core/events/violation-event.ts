import type { NewEvent } from '../ports/events/events';
import type { ViolationRecord } from '../ports/guardrails/violations';

const maxTypes = 20;

/** Contains the types, never the values. The run leads to the conversation. */
export function toViolationEvent(record: Omit<ViolationRecord, 'id'>): NewEvent {
	const { guardrail, code, stage, action, host, matches, matchCount } = record;
	const { tool, argument, agent, agentVersion, agentSha256, run: runId, person, key, policy, policyVersion } = record;
	const known = Object.entries({ tool, argument, agent, agentVersion, agentSha256, runId, person, key, policy, policyVersion });
	const matchTypes = [...new Set(matches.map(({ type }) => type))].slice(0, maxTypes);
	return {
		type: 'guardrail.violated',
		data: {
			guardrail,
			code,
			stage,
			action,
			matchTypes,
			matchCount,
			host,
			...Object.fromEntries(known.filter(([, value]) => value !== null)),
		},
	};
}
