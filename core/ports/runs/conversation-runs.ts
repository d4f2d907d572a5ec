/** The runs of a conversation together. */
export interface ConversationRuns {
	runs: number;
	/** US dollars; null where no price is known. */
	costUsd: number | null;
	/** Those of the runs that called a model whose price is not known: they are not in the cost. */
	unpriced: number;
	/** The agent of the last one, as `id@version`. */
	agent: string | null;
}

/** How runs ended. One that was tried again counts once, as it ended in the end. */
export interface RunEnds {
	answered: number;
	/** Passages were quoted, because no model gave a usable answer or none is set up. These are among the answered. */
	quoted: number;
	/** A guardrail stopped it. */
	blocked: number;
	needsHuman: number;
	limitReached: number;
	/** The fault was a model's. */
	modelFailures: number;
	otherFailures: number;
}

/** The runs of some conversations in a time. */
export interface PeriodRuns {
	/** By conversation; those without runs are left out. */
	sums: Map<string, ConversationRuns>;
	ends: RunEnds;
	/** The keyed hashes by which records name the conversations. */
	hashes: string[];
}
