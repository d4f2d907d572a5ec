/** The tables whose rows belong to one conversation, by their column `conversation`: they go with it. With a time, a row also goes when that is too old. */
export const conversationParts: Record<string, string | undefined> = {
	message: 'arrived_at',
	outgoing: 'created_at',
	audio: 'created_at',
	hand_over: 'at',
	desk_write: 'created_at',
	// Who a conversation is assigned to stays as long as the conversation.
	conversation_note: "CASE kind WHEN 'assignment' THEN NULL ELSE at END",
	own_write: 'until',
	turn_settings: 'at',
	// Its session counts, because it has no time of its own.
	session_memory: undefined,
	// These say how the conversation is now.
	...{ desk_link: undefined, desk_relay: undefined, late_conversation: undefined },
	// Numbers without a text, by which follow-ups and the report count.
	...{ follow_up: undefined, conversation_deal: undefined },
};
