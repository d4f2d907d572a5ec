import type { ConversationState, ConversationStateStore } from '../../ports';
import { readQuestions } from './questions';

export const newConversation: ConversationState = { replies: 0, questionsInARow: 0 };

/** What a conversation is like after one more reply. Hosts that have the whole conversation fold this over it. */
export function advance(state: ConversationState | undefined, reply: string): ConversationState {
	const { replies, questionsInARow } = state ?? newConversation;
	const { asks, count } = readQuestions(reply);
	return { replies: replies + 1, questionsInARow: asks ? questionsInARow + count : 0 };
}

const MOST_CONVERSATIONS = 10_000;

/** For one process, as long as it lives; the conversations that were silent for longest are forgotten first. */
export function createMemoryConversationStates(): ConversationStateStore {
	const states = new Map<string, ConversationState>();
	return {
		read: async (conversationId) => states.get(conversationId),
		async change(conversationId, change) {
			const state = change(states.get(conversationId));
			states.delete(conversationId);
			states.set(conversationId, state);
			const [oldest] = states.size > MOST_CONVERSATIONS ? states.keys() : [];
			if (oldest !== undefined) states.delete(oldest);
			return state;
		},
	};
}
