/** Scores texts by the categories of a moderation service, or of a classifier of this machine. */
export interface ContentModerator {
	/** `provider:model`. */
	readonly id: string;
	/** Max duration of a call, in milliseconds. Default: that of a service. A model of this machine is loaded first. */
	readonly timeLimitMs?: number;
	/**
	 * Returns a score from 0 to 1 for each category, by the service's own names or by our kinds of harm, and which ones it flags itself.
	 * @throws TroupeError MODEL_*, CANCELLED
	 */
	moderate(text: string, signal: AbortSignal): Promise<ModerationResult>;
}

export interface ModerationResult {
	scores: Record<string, number>;
	flagged: string[];
}
