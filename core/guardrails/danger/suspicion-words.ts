/** What can mean a danger, in a language. Patterns have no repetition without a bound: they are searched in linear time. */
export interface SuspicionWords {
	/** An accident, an illness, a fire, a leak, violence. */
	signs: readonly string[];
	/** Somebody may harm themselves. */
	despair: readonly string[];
	/** What takes a sign its meaning: a purchase, a story, a condition. Despair keeps it. */
	harmless: readonly string[];
	/** Ways of speaking, which take it from both. */
	jokes: readonly string[];
}
