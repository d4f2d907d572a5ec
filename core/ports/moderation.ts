/** Scores texts by the categories of a moderation service. */
export interface ContentModerator {
	/** `provider:model`. */
	readonly id: string;
	/**
	 * Returns a score from 0 to 1 for each category, by the service's own names, and which ones it flags itself.
	 * @throws TroupeError MODEL_*, CANCELLED
	 */
	moderate(text: string, signal: AbortSignal): Promise<ModerationResult>;
}

export interface ModerationResult {
	scores: Record<string, number>;
	flagged: string[];
}
