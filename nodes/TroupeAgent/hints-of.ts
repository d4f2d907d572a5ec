import type { AgentOutcome, LimitName } from '../../core/agents/agent-outcome';
import { searchFaults } from '../../core/knowledge/search/search-remarks';
import { describeAttempts } from '../shared/describe-attempts';

/** What stands above the output of a run that is not quite what it seems. */
export function hintsOf(outcome: AgentOutcome): string[] {
	return [
		...(outcome.manifest.warnings ?? []),
		...degraded(outcome),
		...replaced(outcome),
		...waiting(outcome),
		...limited(outcome),
		...searchFaults(outcome.searches),
	];
}

export const NO_CONVERSATION =
	'No conversation ID: the agent does not remember earlier messages of this person. Set Conversation ID, for example to {{ $json.sessionId }}.';

function degraded({ degraded: why }: AgentOutcome): string[] {
	return why ? [`No model answered, so the reply quotes the documents. ${why.message} ${why.fix ?? ''}`.trim()] : [];
}

/** Models that failed where another one answered. */
function replaced({ degraded: why, usage: { attempts } }: AgentOutcome): string[] {
	return why ? [] : [describeAttempts(attempts) ?? []].flat();
}

/** Where a limit is raised, by what ended the run. */
const LIMITS: Record<LimitName, string> = {
	'model-calls': 'Max Model Calls',
	'tool-calls': 'Max Tool Calls',
	'output-tokens': 'Max Output Tokens',
	tokens: 'the agent’s limit of tokens',
	cost: 'Max Cost (US Dollars)',
	'wall-clock': 'Timeout (Seconds)',
	budget: 'the budget',
};

function limited(outcome: AgentOutcome): string[] {
	if (outcome.kind !== 'limit-reached') return [];
	return [
		`The agent stopped at a limit (${outcome.limit}). Raise ${LIMITS[outcome.limit]} in Options or in the definition, or ask for less.`,
	];
}

function waiting(outcome: AgentOutcome): string[] {
	return 'state' in outcome ? [`The agent waits for a person: ${outcome.pending.map(({ question }) => question).join(' ')}`] : [];
}
