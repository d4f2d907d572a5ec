import type { AgentOutcome } from '../../core/agents/agent-outcome';
import type { TurnAnswer } from '../../core/channels/answer-turn';
import type { WhyPerson } from '../../core/conversations/hand-over/describe-why';
import type { HarmKind } from '../../core/guardrails/harm/harm-kinds';
import { listSources } from '../../core/knowledge/list-sources';

/** An uncovered run goes to a person with the conversation; one that waits for a decision is answered after it continues. */
export function toAnswer(outcome: AgentOutcome): TurnAnswer {
	const reply = outcome.reply + listSources(outcome.citations);
	if ('state' in outcome) return { reply, isAwaited: true };
	if (outcome.kind === 'needs-human') return { reply, handOver: findWhy(outcome) };
	const unanswered = findUnanswered(outcome);
	const isOwn = outcome.kind === 'reply' && outcome.degraded === undefined;
	return { reply, ...(unanswered !== undefined && { unanswered }), ...(!isOwn && { isFallback: true as const }) };
}

function findWhy({ guardrails, reason }: Pick<AgentOutcome, 'guardrails'> & { reason: WhyPerson }): WhyPerson {
	if (isInDanger(guardrails)) return 'self-harm';
	return sentImage(guardrails) ? 'image' : reason;
}

/** The customer's own words of self-harm stopped the run. */
const isInDanger = (guardrails: AgentOutcome['guardrails']): boolean =>
	guardrails.some(
		({ guardrail, stage, matches }) =>
			guardrail === 'harmful-content' && stage === 'input' && matches.some(({ type }) => type === ('self-harm' satisfies HarmKind)),
	);

/** Images that no guardrail could judge need a person. */
const sentImage = (guardrails: AgentOutcome['guardrails']): boolean =>
	guardrails.some(({ guardrail, action }) => guardrail === 'files' && action === 'ask-person');

function findUnanswered(outcome: Exclude<AgentOutcome, { kind: 'needs-human' }>): string | undefined {
	if (outcome.kind === 'limit-reached' && !outcome.partial) return `LIMIT_REACHED: The run ended at its limit of ${outcome.limit}.`;
	if (outcome.kind !== 'blocked') return undefined;
	const stop = outcome.guardrails.at(-1);
	// The customer can change a refused message. A policy's own text replaces the agent's.
	if (stop === undefined || stop.stage === 'input' || stop.answer !== undefined) return undefined;
	return `The guardrail ${outcome.guardrail} stopped the run, and no text of a policy answered.`;
}
