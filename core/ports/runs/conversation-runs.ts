/** The runs of a conversation together. */
export interface ConversationRuns {
	runs: number;
	/** US dollars; null where no price is known. */
	costUsd: number | null;
	/** The agent of the last one, as `id@version`. */
	agent: string | null;
}
