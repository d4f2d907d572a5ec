import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { searchFaults } from '../../core/knowledge/search/search-remarks';

/** What stands above the output of a run that is not quite what it seems. */
export function hintsOf(outcome: AgentOutcome): string[] {
	return [
		...(outcome.manifest.warnings ?? []),
		...degraded(outcome),
		...replaced(outcome),
		...waiting(outcome),
		...searchFaults(outcome.searches),
	];
}

export const NO_CONVERSATION =
	'No conversation ID: the agent does not remember earlier messages of this person. Set Conversation ID, for example to {{ $json.sessionId }}.';

function degraded({ degraded: why }: AgentOutcome): string[] {
	return why ? [`No model answered, so the reply quotes the documents. ${why.message} ${why.fix ?? ''}`.trim()] : [];
}

/** Models that failed where another one answered. */
function replaced({ degraded: why, usage: { attempts, model } }: AgentOutcome): string[] {
	if (why || model === null) return [];
	const failed = new Map(attempts.filter(({ ok }) => !ok).map((attempt) => [attempt.model, attempt.errorCode ?? 'INTERNAL']));
	failed.delete(model);
	if (failed.size === 0) return [];
	return [`${[...failed].map(([name, code]) => `${name} failed (${code})`).join(', ')}; ${model} answered.`];
}

function waiting(outcome: AgentOutcome): string[] {
	return 'state' in outcome ? [`The agent waits for a person: ${outcome.pending.map(({ question }) => question).join(' ')}`] : [];
}
