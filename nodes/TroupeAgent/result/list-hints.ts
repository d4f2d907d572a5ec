import type { AgentOutcome, LimitName } from '../../../core/agents/agent-outcome';
import { describeDegraded, describeUnasked } from '../../../core/agents/ended-run/describe-degraded';
import { listSearchFaults } from '../../../core/knowledge/search/search-remarks';
import type { OddTool } from '../../../core/tools/prepare-tools';
import { describeAttempts } from '../../shared/connected/describe-attempts';
import { isTool } from '../../shared/is-tool';

export function listHints(outcome: AgentOutcome, context: Parameters<typeof isTool>[0]): string[] {
	return [
		...(outcome.manifest.warnings ?? []),
		...[describeDegraded(outcome) ?? []].flat(),
		...replaced(outcome),
		...blocked(outcome),
		...waiting(outcome),
		...limited(outcome),
		...handedOver(outcome, context),
		...listSearchFaults(outcome.searches),
	];
}

export function listLeftOut({ kind, tool, reason }: OddTool): string[] {
	return kind === 'tool-left-out' ? [`The agent does not get the tool ${tool}. ${reason}`] : [];
}

export const noConversation =
	'No conversation ID: the agent does not remember earlier messages of this person. Set Conversation ID to a field that identifies the conversation, such as {{ $json.sessionId }}. If each message stands alone, clear the field.';

/** Warns of items of one conversation in the same batch. @param conversations by item; without failed ones */
export function listBatchHints(conversations: ReadonlyMap<number, string>, { batchSize }: { batchSize: number }): string[] {
	const places = [...conversations].map(([item, id]) => `${Math.floor(item / batchSize)} ${id}`);
	return new Set(places).size < places.length
		? [
				'Several items of a batch have the same Conversation ID. They are answered at the same time, so the agent does not see one when it answers another. To answer one item after the other, set Batch Size to 1.',
			]
		: [];
}

function replaced({ degraded: why, usage: { attempts } }: AgentOutcome): string[] {
	return why ? [] : [describeAttempts(attempts) ?? []].flat();
}

function blocked(outcome: AgentOutcome): string[] {
	return outcome.kind === 'blocked' ? [`The guardrail ${outcome.guardrail} blocked this run. ${outcome.reason}`] : [];
}

const fixes: Record<LimitName, string> = {
	'model-calls': 'Raise Max Model Calls in Options, or limits.modelCalls in the agent definition.',
	'tool-calls': 'Raise Max Tool Calls in Options, or limits.toolCalls in the agent definition.',
	'agent-calls': 'Raise limits.agentCalls in the agent definition.',
	'output-tokens': 'Raise Max Output Tokens in Options, or limits.outputTokens in the agent definition.',
	tokens: 'Send a shorter message, or raise limits.tokens in the agent definition.',
	cost: 'Raise Max Cost (US Dollars) in Options, or limits.costUsd in the agent definition.',
	'wall-clock': 'Raise Timeout (Seconds) in Options, or limits.wallClockMs in the agent definition.',
	budget: 'Wait until the budget resets, or ask the person who set it to raise it.',
};

function limited(outcome: AgentOutcome): string[] {
	return outcome.kind === 'limit-reached' ? [`The agent stopped at a limit (${outcome.limit}). ${fixes[outcome.limit]}`] : [];
}

type HandedOver = Exclude<AgentOutcome & { kind: 'needs-human' }, { state: unknown }>;

/** Causes of a hand-over for which the run does not wait. */
const causes: Record<HandedOver['reason'], string> = {
	'no-citation':
		'The model answered without citing a passage, so its answer was not shown. To let the agent also answer from tools or from what the model knows, turn off Only Answer From Knowledge in Options, or set knowledge.citations to optional in the agent definition.',
	'not-supported':
		'A statement of the answer is not in the passages that it cites, so the answer was not shown. "support" in the full output shows which.',
	'not-covered': 'The agent could not answer this message.',
	guardrail: 'A guardrail sends this conversation to a person.',
	promised: 'The model said that somebody will get in touch or take over, which nobody knew: a person has to do so.',
	'content-filter': 'The content filter of the model stopped the answer.',
};

function handedOver(outcome: AgentOutcome, context: Parameters<typeof isTool>[0]): string[] {
	if (outcome.kind !== 'needs-human' || 'state' in outcome) return [];
	return [
		`${describeCause(outcome)} A person should answer (needs-human, ${outcome.reason}). This node notifies nobody: ${describeNotifying(context)}.`,
	];
}

/** The last guardrail that asked for a person ended the run. */
function describeCause({ reason, guardrails }: HandedOver): string {
	const stop = reason === 'guardrail' ? guardrails.findLast(({ action }) => action === 'ask-person') : undefined;
	return stop ? `The guardrail ${stop.guardrail} sends this to a person. ${stop.reason}` : causes[reason];
}

function describeNotifying(context: Parameters<typeof isTool>[0]): string {
	if (isTool(context)) return 'the agent that called it gets the outcome';
	return 'connect a node that notifies a person to the output Unanswered, and a node that answers the customer to the output Reply: Chat (n8n), or Respond to Webhook. Otherwise, the customer gets what the last node returns';
}

export function listNotes(outcome: AgentOutcome): string[] {
	const types = listMasked(outcome);
	const unasked = describeUnasked(outcome);
	return [
		...(types.length > 0 ? [`Masked in this run: ${types.join(', ')}.`] : []),
		...(unasked ? [`${unasked} To let a model write it, choose one in the field Model.`] : []),
	];
}

export function listMasked({ guardrails }: AgentOutcome): string[] {
	const masking = guardrails.filter(({ action, code }) => action === 'rewrite' && maskedCodes.has(code));
	return [...new Set(masking.flatMap(({ matches }) => matches.map(({ type }) => type)))];
}

const maskedCodes = new Set<string>(['PERSONAL_DATA', 'SECRET']);

function waiting(outcome: AgentOutcome): string[] {
	return 'state' in outcome ? [`The agent waits for a person: ${outcome.pending.map(({ question }) => question).join(' ')}`] : [];
}
