/** Describes agents for foreign programs: models read these texts, and cannot look anything up. */
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { linkDecision } from '../approvals/decision-link';
import type { OfferedAgent } from './offered-agents';

/** The author's purpose first; the rest is true of every agent. */
export function describeUse({ purpose, capabilities, reads }: OfferedAgent): string {
	return [
		capabilities.length > 0 ? `${purpose} Capabilities: ${capabilities.join(', ')}.` : purpose,
		`## When to use\nFor one question or task of this kind. Write all that it needs into the message: the agent has not read your conversation, and remembers only its own (conversationId). It answers in the language of the message.${reads ? ' It changes nothing.' : ''}`,
		'## When not to use\nFor other subjects, and for what you know already. It cannot see your files, tools or user.',
		[
			'## Results',
			'- reply: it answered; citations are its sources.',
			...Object.entries(meanings).map(([outcome, meaning]) => `- ${outcome}: ${meaning}`),
		].join('\n'),
	].join('\n\n');
}

const meanings = {
	'needs-human': 'not answered, and no person was told, unless something is pending: then the run waits for a decision.',
	blocked: 'not answered; a rule forbids the message or the reply, also in other words.',
	'limit-reached': 'not answered in full; what its tools did before stays done.',
};

/** Explains a reply that is not an answer; undefined for an answer. */
export function explainOutcome(outcome: AgentOutcome): string | undefined {
	if (outcome.kind === 'reply') return undefined;
	if ('state' in outcome)
		return `(needs-human: not done yet. The run ${outcome.runId} waits for the decision of a person${placeForPeople(outcome.runId)}.)`;
	const meaning =
		outcome.kind === 'needs-human' ? 'not answered, and no person was told: ask one yourself, or say so.' : meanings[outcome.kind];
	return `(${outcome.kind}: ${meaning})`;
}

function placeForPeople(runId: string): string {
	const link = linkDecision(runId);
	return link === undefined ? '; name it to whoever operates the agent' : `: ${link}`;
}
