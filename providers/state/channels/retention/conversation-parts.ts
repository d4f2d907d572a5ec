import { isOpen } from '../message-answers';

/** When a row of a conversation is too old: `at` is its time, and with `unless` it stays for some time longer. Without `at`, it goes with the conversation. */
export interface ConversationPart {
	at?: string;
	unless?: string;
}

/** The tables whose rows belong to one conversation, by their column `conversation`. They go with it. */
export const conversationParts: Record<string, ConversationPart> = {
	message: { at: 'arrived_at', unless: isOpen },
	outgoing: { at: 'created_at', unless: 'waits = 1' },
	audio: { at: 'created_at' },
	hand_over: { at: 'at', unless: "state = 'open'" },
	desk_write: { at: 'created_at', unless: 'waits = 1' },
	// Who a conversation is assigned to stays as long as the conversation.
	conversation_note: { at: "CASE kind WHEN 'assignment' THEN NULL ELSE at END" },
	own_write: { at: 'until' },
	// Its session counts, because it has no time of its own.
	session_memory: {},
	// These say how the conversation is now.
	...{ desk_link: {}, desk_relay: {}, late_conversation: {} },
	// Numbers of the CRM's, by which the report counts.
	conversation_deal: {},
	turn_settings: { at: 'at' },
	follow_up: { at: 'at' },
};
