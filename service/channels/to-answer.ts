import type { AgentOutcome } from '../../core/agents/agent-outcome';
import type { TurnAnswer } from '../../core/channels/answer-turn';
import { listSources } from '../../core/knowledge/list-sources';

/** A run that nothing covers goes to a person together with the conversation; one that waits for a decision is answered when it has gone on. */
export function toAnswer(outcome: AgentOutcome): TurnAnswer {
	const reply = outcome.reply + listSources(outcome.citations);
	if ('state' in outcome) return { reply, isAwaited: true };
	if (outcome.kind === 'needs-human') return { reply, handOver: `the agent needs a person: ${outcome.reason}` };
	const isOwn = outcome.kind === 'reply' && outcome.degraded === undefined;
	return { reply, ...(!isOwn && { isFallback: true as const }) };
}
