import type { NewEvent, ViolationRecord } from '../ports';

const maxTypes = 20;

/** The event of a violation: its types, never its values, and not in which conversation. */
export function toViolationEvent(record: Omit<ViolationRecord, 'id'>): NewEvent {
	const { guardrail, code, stage, action, agent, host, tool, argument, matches, matchCount } = record;
	const matchTypes = [...new Set(matches.map(({ type }) => type))].slice(0, maxTypes);
	return {
		type: 'guardrail.violated',
		data: {
			...{ guardrail, code, stage, action, matchTypes, matchCount, host },
			...(tool !== null && { tool }),
			...(argument !== null && { argument }),
			...(agent !== null && { agent }),
		},
	};
}
