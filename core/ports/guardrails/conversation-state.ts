/** Counts and facts, no texts, that stateful guardrails, agents and the planner store of a conversation. */
export interface ConversationState {
	replies: number;
	/** Consecutive replies with a question count; a reply without one resets the count. */
	questionsInARow: number;
	/** By the id of an agent: the name of the call by which another one took over the conversation from it, and keeps it. */
	heldBy?: Record<string, string>;
	/** The id of the plan that is made in the conversation. */
	plan?: string;
}

/** Stores that state for hosts that do not have the whole conversation. */
export interface ConversationStateStore {
	/** Undefined for a new or forgotten conversation. */
	read(conversationId: string): Promise<ConversationState | undefined>;
	/** Changes the state atomically: concurrent changes are applied one after the other. */
	change(conversationId: string, change: (state: ConversationState | undefined) => ConversationState): Promise<ConversationState>;
}
