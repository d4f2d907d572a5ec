import type { Seen } from './agent-stage';

/** Describes how a scene ended, for the report. */
export function describeEnd({ outcome, error }: Seen): string {
	if (error) return `The run was refused: ${error.code}.`;
	if (!outcome) return 'The run did not end.';
	if (outcome.kind === 'needs-human') return `The run waits for a person (${outcome.reason}).`;
	if (outcome.kind === 'blocked') return `The guardrail ${outcome.guardrail} blocked it.`;
	if (outcome.kind === 'limit-reached') return `The run ended at its limit of ${outcome.limit}.`;
	const found = outcome.guardrails.map(({ guardrail }) => guardrail);
	return `The run ended with a reply${found.length > 0 ? `; guardrails acted: ${[...new Set(found)].join(', ')}` : ''}.`;
}
