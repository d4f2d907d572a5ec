/** How people of a language tell of an emergency. Patterns have no repetition without a bound: they are searched in linear time. */
export interface EmergencyWords {
	/** Patterns of what happens now, or has just happened. */
	events: readonly string[];
	/** In the sentence before the event: it has not happened, or it is what a product is for. */
	before: RegExp;
	/** Right before the event: it did not happen. */
	near: RegExp;
	/** In the words of the event themselves: likewise. */
	within: RegExp;
	/** Anywhere in the sentence: it is long ago, over, a story, a way of speaking or about a purchase. */
	anywhere: RegExp;
}
