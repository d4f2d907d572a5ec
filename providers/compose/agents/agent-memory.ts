import { systemClock } from '../../../core/ports/host';
import type { AgentMemory } from '../../../core/ports/memory';
import type { ChatModel } from '../../../core/ports/models/models';
import { addTurn } from '../../../core/memory/conversations/add-turn';
import { type ConversationOwner, nameStored } from '../../../core/memory/conversations/conversation-names';
import { recallConversation } from '../../../core/memory/conversations/recall-conversation';
import { recallMemories } from '../../../core/memory/persons/recall-memories';
import { memoryBounds } from '../../../core/ports/memory-bounds';
import { personalDataTypes } from '../../../core/guardrails/personal-data/types';
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { Host } from '../hosts/host';
import { composeMemoryParts, openMemory } from '../memory/memory';
import { composeVault } from '../guardrails/vault';
import { composeRouter, composeSteps } from '../models/models';

/** Says whose a conversation with the agent is. An agent that answers for another one has its conversation. */
export const findOwner = ({ id, memory }: AgentDefinition, { callers, sharesConversations }: Host) => ({
	agent: callers?.[0]?.id ?? id,
	isShared: sharesConversations ?? memory?.shared ?? false,
});

export function findStoredOwner(definition: AgentDefinition, host: Host): ConversationOwner | undefined {
	const { agent, isShared } = findOwner(definition, host);
	return isShared ? undefined : { agent, workflow: host.workflow };
}

/** Composes the memory of an agent, as its definition configures it, over the store that nodes, jobs and commands share. Opens nothing before the first use. */
export function composeAgentMemory(definition: AgentDefinition, host: Host): AgentMemory | undefined {
	const { turns = 0, summary = false } = definition.memory ?? {};
	const memories = Math.max(definition.memory?.memories ?? 0, host.minMemories ?? 0);
	if ((turns === 0 && memories === 0) || host.stateFolder === undefined) return undefined;
	const whose = findOwner(definition, host);
	const owner = findStoredOwner(definition, host);
	const openParts = async (conversationId: string) => ({
		...(await composeMemoryParts(host, await openMemory(host))),
		// The vault that issued the tokens in it.
		redact: async (_name: string, text: string) =>
			(await composeVault(host, { conversationId, owner: whose, types: personalDataTypes }).mask(text)).text,
		summariser: summary ? await composeSummariser(definition, host) : undefined,
	});
	return {
		async recall({ conversationId, person }, about, signal) {
			const parts = await openParts(conversationId);
			const window = turns === 0 ? undefined : await recallConversation(nameStored(conversationId, owner), turns, parts, signal);
			const asked = { person: person ?? '', question: about.slice(0, memoryBounds.turn), top: memories };
			const asksNothing = person === undefined || memories === 0 || about.trim() === '';
			const recalled = asksNothing ? undefined : await recallMemories(asked, parts, signal);
			return { turns: [], ...window, memories: recalled?.memories ?? [] };
		},
		async remember({ conversationId, person }, { message, reply, ...of }) {
			if (turns === 0) return;
			const bounded = (text: string) => text.slice(0, memoryBounds.turn);
			const turn = { message: bounded(message), reply: bounded(reply), ...of };
			await addTurn({ conversation: conversationId, owner, turn, person }, await openMemory(host));
		},
	};
}

/** Composes the models of the agent's route, within its budgets, without the extractive responder. */
export async function composeSummariser(definition: AgentDefinition, host: Host): Promise<ChatModel | undefined> {
	const steps = await composeSteps(definition.model.route, host, definition);
	return steps.length > 0 ? composeRouter(steps, { clock: host.clock ?? systemClock }) : undefined;
}
