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
	// Who was answered with a trial stays in it as long as it runs.
	turn_settings: `CASE WHEN is_trial = 1 AND EXISTS (SELECT 1 FROM channel_settings JOIN conversation
		ON conversation.tenant = channel_settings.tenant AND conversation.channel = channel_settings.channel
		WHERE conversation.tenant = turn_settings.tenant AND conversation.id = turn_settings.conversation
			AND channel_settings.trial_version = turn_settings.version) THEN NULL ELSE at END`,
	// Its session counts, because it has no time of its own.
	session_memory: undefined,
	// These say how the conversation is now.
	...{ desk_link: undefined, desk_relay: undefined, late_conversation: undefined },
	// Numbers without a text, by which follow-ups and the report count.
	...{ follow_up: undefined, conversation_deal: undefined },
};
