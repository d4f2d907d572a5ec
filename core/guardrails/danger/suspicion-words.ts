/** Patterns that can mean a danger, in a language. None has a repetition without a bound: they are searched in linear time. */
export interface SuspicionWords {
	/** An accident, an illness, a fire, a leak, violence. */
	signs: readonly string[];
	/** Somebody may harm themselves. */
	despair: readonly string[];
	/** Words that take the meaning from a sign: a purchase, a story, a condition. Despair keeps it. */
	harmless: readonly string[];
	/** Ways of speaking, which take it from both. */
	jokes: readonly string[];
	/** As agents note a danger: a word says it, and nobody jokes or buys. */
	notes: readonly string[];
	/** Parts of machines and buildings, which are there for an emergency that has not happened. */
	parts: readonly string[];
}
