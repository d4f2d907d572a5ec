import { systemClock, type AgentMemory, type ChatModel } from '../../../core/ports';
import { recallConversation } from '../../../core/memory/conversations/recall-conversation';
import { recallMemories } from '../../../core/memory/persons/recall-memories';
import { memoryBounds } from '../../../core/ports/memory-bounds';
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { Host } from '../host';
import { composeMemoryParts, openMemory } from '../memory/memory';
import { composeRouter, composeSteps } from '../models/models';

/** What an agent remembers, in the memory that nodes, jobs and commands have too; as much as its definition says. Nothing is opened before it is used. */
export function composeAgentMemory(definition: AgentDefinition, host: Host): AgentMemory | undefined {
	const { turns = 0, summary = false, memories = 0 } = definition.memory ?? {};
	if ((turns === 0 && memories === 0) || host.stateFolder === undefined) return undefined;
	const partsOf = async () => ({
		...(await composeMemoryParts(host, await openMemory(host))),
		summariser: summary ? await composeSummariser(definition, host) : undefined,
	});
	return {
		async recall({ conversationId, person }, about, signal) {
			const parts = await partsOf();
			const window = turns === 0 ? undefined : await recallConversation(conversationId, turns, parts, signal);
			const asked = { person: person ?? '', question: about.slice(0, memoryBounds.turn), top: memories };
			const recalled = person === undefined || memories === 0 ? undefined : await recallMemories(asked, parts, signal);
			return { turns: [], ...window, memories: recalled?.memories ?? [] };
		},
		async remember({ conversationId, person }, { message, reply, at }) {
			if (turns === 0) return;
			const bounded = (text: string) => text.slice(0, memoryBounds.turn);
			const store = await openMemory(host);
			await store.addTurns(conversationId, [{ message: bounded(message), reply: bounded(reply), at }], person);
		},
	};
}

/** The models of the agent's route, within its budgets; none that only picks sentences. */
async function composeSummariser(definition: AgentDefinition, host: Host): Promise<ChatModel | undefined> {
	const steps = await composeSteps(definition.model.route, host, definition);
	return steps.length > 0 ? composeRouter(steps, { clock: host.clock ?? systemClock }) : undefined;
}
