/** What may be kept; also what one task may bring. */
export const memoryBounds = {
	/** Characters of a person's or a conversation's name. */
	name: 200,
	/** Characters of one memory: it is a statement, not a document. */
	memory: 2_000,
	/** Characters of a preference's name. */
	key: 100,
	/** Of one person; of more, those that matter least give way, facts before preferences. */
	memories: 500,
	/** Facts, or preferences, of one task. */
	given: 100,
	/** Characters of a message, and of a reply. */
	turn: 100_000,
	/** Of one conversation; older ones are forgotten as new ones come. */
	turns: 200,
	/** Characters of a summary. */
	summary: 4_000,
	/** Milliseconds that a person, or a conversation, is kept after it was last touched: a year. */
	kept: 365 * 86_400_000,
} as const;
