/** What becomes of the rows of a conversation that are in tables of their own. */
export interface ConversationPart {
	/** The time of a row, from which it can be too old while the conversation goes on. Without it, a row stays as long as the conversation. */
	at?: string;
	/** Rows go over whole to the conversation that this one becomes part of. The others are joined one by one. */
	moves?: true;
}

/** The tables whose rows belong to one conversation, by their column `conversation`: they go with it. */
export const conversationParts: Readonly<Record<string, ConversationPart>> = {
	message: { at: 'arrived_at' },
	outgoing: { at: 'created_at' },
	audio: { at: 'created_at' },
	hand_over: { at: 'at', moves: true },
	desk_write: { at: 'created_at', moves: true },
	// Who a conversation is assigned to stays as long as the conversation.
	conversation_note: { at: "CASE kind WHEN 'assignment' THEN NULL ELSE at END", moves: true },
	own_write: { at: 'until' },
	// Who was answered with a trial stays in it as long as it runs.
	turn_settings: {
		at: `CASE WHEN is_trial = 1 AND EXISTS (SELECT 1 FROM channel_settings JOIN conversation
			ON conversation.tenant = channel_settings.tenant AND conversation.channel = channel_settings.channel
			WHERE conversation.tenant = turn_settings.tenant AND conversation.id = turn_settings.conversation
				AND channel_settings.trial_version = turn_settings.version) THEN NULL ELSE at END`,
		moves: true,
	},
	// Its session counts, because it has no time of its own.
	session_memory: {},
	...{ desk_link: { moves: true }, desk_relay: { moves: true }, late_conversation: {} },
	// Numbers without a text, by which follow-ups and the report count.
	...{ follow_up: {}, conversation_deal: { moves: true } },
};

/** Names the tables whose rows move as they are. */
export const movedTables: readonly string[] = Object.entries(conversationParts).flatMap(([table, { moves }]) => (moves ? [table] : []));
