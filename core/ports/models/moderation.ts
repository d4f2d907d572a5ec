export interface ContentModerator {
	/** `provider:model`. */
	readonly id: string;
	/** In milliseconds. Default: that of a service. A model of this machine is loaded first. */
	readonly timeLimitMs?: number;
	/**
	 * Returns a score from 0 to 1 for each category, by the service's names or our kinds of harm, and its own flags. @throws TroupeError MODEL_*,
	 * CANCELLED
	 */
	moderate(text: string, signal: AbortSignal): Promise<ModerationResult>;
}

export interface ModerationResult {
	scores: Record<string, number>;
	flagged: string[];
}
