import { isTroupeError } from '../../../base/errors';
import { withoutCitations } from '../../../knowledge/grounding';
import { listTitles } from '../../../knowledge/list-sources';
import type { ToolErrorCode } from '../../../tools/tool-failure';
import { toldTeam, type ToldTeam } from '../../../prompt-texts/team';
import type { Language } from '../../../base/text/languages';
import type { Sensitivity } from '../../../ports/sensitivity';
import type { AgentOutcome } from '../../agent-outcome';

export interface AgentAnswer {
	kind: 'ok' | 'error';
	text: string;
	said?: string;
	errorCode?: ToolErrorCode;
	sensitivity?: Sensitivity;
}

/** Faults that the caller's model can work around. All others end the run: they need a person or a retry. */
const tolerable = /^(?:MODEL_|TOOL_|KNOWLEDGE_|RATE_LIMITED$|BUDGET_EXCEEDED$|ADDRESS_REFUSED$|RESIDENCY_REFUSED$|NOT_SUPPORTED$)/;

/**
 * Turns the outcome of a called agent into the result of the call.
 * @param name as the model of the caller knows the agent
 * @param language of the caller's prompt
 */
export const answerCaller = (outcome: AgentOutcome, name: string, language: Language): AgentAnswer => ({
	...writeAnswer(outcome, name, toldTeam[language]),
	...(outcome.sensitivity && { sensitivity: outcome.sensitivity }),
});

function writeAnswer(outcome: AgentOutcome, name: string, told: ToldTeam): AgentAnswer {
	const { reply } = outcome;
	switch (outcome.kind) {
		case 'reply':
			if (outcome.returned) return { kind: 'ok', text: told.returned(name, reply) };
			return { kind: 'ok', text: tellReply(outcome, told) };
		case 'blocked':
			return refuse('AGENT_BLOCKED', told.blocked(name, outcome.reason));
		case 'needs-human':
			return refuse('AGENT_DECLINED', told.declined(name, outcome.reason), reply);
		case 'limit-reached':
			if (outcome.partial) return { kind: 'ok', text: tellReply(outcome, told) };
			return refuse('AGENT_LIMIT_REACHED', told.limitReached(name, outcome.limit));
	}
}

/** Turns a fault into a result for the caller's model; undefined if it must end the run. */
export function answerFault(agent: string, error: unknown, language: Language): AgentAnswer | undefined {
	if (!isTroupeError(error) || !tolerable.test(error.code)) return undefined;
	// The message names servers and addresses, which are for the operator: the called agent's events have it.
	return refuse('AGENT_FAILED', toldTeam[language].fault(agent, error.code));
}

const refuse = (errorCode: ToolErrorCode, text: string, said?: string): AgentAnswer => ({
	kind: 'error',
	errorCode,
	text,
	...(said !== undefined && { said }),
});

/** The caller has not seen the passages: a copied number would name none, or one of its own. */
function tellReply({ reply, citations }: AgentOutcome, { sources }: ToldTeam): string {
	if (citations.length === 0) return reply;
	return `${withoutCitations(reply)}\n\n${sources}\n${listTitles(citations)}`;
}
