import type { AgentOutcome, RunState } from '../../core/agents/agent-outcome';
import type { AgentParts } from '../../core/agents/agent-parts';
import { runAgent } from '../../core/agents/run-agent';
import { createVault } from '../../core/guardrails/vault/create-vault';
import type { ChatModel, ChatResponse } from '../../core/ports/models/models';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, teamMember, toolAgent } from './tool-agent';

/** The signal of a run that no one stops. */
export const never = new AbortController().signal;
/** What a run returns that waits for a person. */
export type Suspended = Extract<AgentOutcome, { state: RunState }>;

/** A model's call of another agent. */
export const ask = (agent: string, task: string, id?: string) => calling([agent, { task }, id]);
/** The last message that a model got. */
export const lastText = (model: { requests: Array<{ messages: Array<{ content: string }> }> }) =>
	model.requests.at(-1)!.messages.at(-1)!.content;
/** Runs a message that contains personal data. */
export const run = (parts: AgentParts, message = 'Who is ana@example.com?') => runAgent({ message, conversationId: 'c1' }, parts, never);

/** A lead that asks an agent once and answers with what it got. */
export function pair(member: AgentParts, changes: Parameters<typeof toolAgent>[1] = {}) {
	const { id } = member.definition;
	const model = scriptedChatModel(ask(id, 'Find ana@example.com', 'c'), async ({ messages }): Promise<ChatResponse> => ({
		...{ text: `It says: ${messages.at(-1)!.content}`, finish: 'stop', model: 'script:model' },
		usage: { inputTokens: 10, outputTokens: 5, estimated: false },
	}));
	return { model, lead: toolAgent(model, { id: 'lead', members: [teamMember(member)], ...changes }) };
}

/** An agent with a vault of its own, as two agents have without a host that stores them. */
export function ownVault(id: string, model: ChatModel, changes: Parameters<typeof toolAgent>[1] = {}): AgentParts {
	const vault = createVault(['EMAIL_ADDRESS']);
	return toolAgent(model, { id, openVault: () => vault, ...changes });
}
