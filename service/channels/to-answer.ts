import type { AgentOutcome } from '../../core/agents/agent-outcome';
import type { TurnAnswer } from '../../core/channels/answer-turn';
import type { WhyPerson } from '../../core/conversations/hand-over/describe-why';
import type { HarmKind } from '../../core/guardrails/harm/harm-kinds';
import { listSources } from '../../core/knowledge/list-sources';

/** A run that nothing covers goes to a person together with the conversation; one that waits for a decision is answered when it has gone on. */
export function toAnswer(outcome: AgentOutcome): TurnAnswer {
	const reply = outcome.reply + listSources(outcome.citations);
	if ('state' in outcome) return { reply, isAwaited: true };
	if (outcome.kind === 'needs-human') return { reply, handOver: findWhy(outcome) };
	const unanswered = findUnanswered(outcome);
	const isOwn = outcome.kind === 'reply' && outcome.degraded === undefined;
	return { reply, ...(unanswered !== undefined && { unanswered }), ...(!isOwn && { isFallback: true as const }) };
}

/** Returns why people get the conversation: what they have to hurry for comes first. */
function findWhy({ guardrails, reason }: Pick<AgentOutcome, 'guardrails'> & { reason: WhyPerson }): WhyPerson {
	if (isInDanger(guardrails)) return 'self-harm';
	return sentImage(guardrails) ? 'image' : reason;
}

/** Whether the customer's own words stopped the run, because they write of harming themselves. */
const isInDanger = (guardrails: AgentOutcome['guardrails']): boolean =>
	guardrails.some(
		({ guardrail, stage, matches }) =>
			guardrail === 'harmful-content' && stage === 'input' && matches.some(({ type }) => type === ('self-harm' satisfies HarmKind)),
	);

/** Whether a person has to look at images, which no guardrail could judge. */
const sentImage = (guardrails: AgentOutcome['guardrails']): boolean =>
	guardrails.some(({ guardrail, action }) => guardrail === 'files' && action === 'ask-person');

/** Returns why the text of a run does not answer the customer: it only says that the agent could not. */
function findUnanswered(outcome: Exclude<AgentOutcome, { kind: 'needs-human' }>): string | undefined {
	if (outcome.kind === 'limit-reached' && !outcome.partial) return `LIMIT_REACHED: The run ended at its limit of ${outcome.limit}.`;
	if (outcome.kind !== 'blocked') return undefined;
	const stop = outcome.guardrails.at(-1);
	// A message that was refused is the customer's to change. A policy's own text answers in place of the agent's.
	if (stop === undefined || stop.stage === 'input' || stop.answer !== undefined) return undefined;
	return `The guardrail ${outcome.guardrail} stopped the run, and no text of a policy answered.`;
}
