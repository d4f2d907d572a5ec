export interface ConversationRuns {
	runs: number;
	/** US dollars; null where no price is known. */
	costUsd: number | null;
	/** Runs with a model of unknown price: not in the cost. */
	unpriced: number;
	agent: string | null;
}

/** A repeated run counts once, by its last end. */
export interface RunEnds {
	answered: number;
	/** Passages quoted without a usable model answer. Among the answered. */
	quoted: number;
	blocked: number;
	needsHuman: number;
	limitReached: number;
	modelFailures: number;
	otherFailures: number;
}

export interface PeriodRuns {
	/** Conversations without runs are left out. */
	sums: Map<string, ConversationRuns>;
	ends: RunEnds;
	hashes: string[];
}
