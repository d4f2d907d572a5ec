/** Counts and facts, no texts, for stateful guardrails, agents and the planner. */
export interface ConversationState {
	replies: number;
	/** Consecutive replies with a question; a reply without one resets the count. */
	questionsInARow: number;
	/** By agent id: name of the call by which another agent took over the conversation. */
	heldBy?: Record<string, string>;
	plan?: string;
}

/** For hosts without the whole conversation. */
export interface ConversationStateStore {
	read(conversationId: string): Promise<ConversationState | undefined>;
	/** Atomic: concurrent changes apply one after the other. */
	change(conversationId: string, change: (state: ConversationState | undefined) => ConversationState): Promise<ConversationState>;
}
