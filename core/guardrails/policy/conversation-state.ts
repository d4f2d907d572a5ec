import type { ConversationState } from '../../ports/guardrails/conversation-state';
import { readQuestions } from './questions';

export const newConversation: ConversationState = { replies: 0, questionsInARow: 0 };

export function advance(state: ConversationState | undefined, reply: string): ConversationState {
	const { replies, questionsInARow } = state ?? newConversation;
	const { asks, count } = readQuestions(reply);
	return { ...state, replies: replies + 1, questionsInARow: asks ? questionsInARow + count : 0 };
}
