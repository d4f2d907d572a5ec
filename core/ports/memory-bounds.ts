import { keptMs } from '../base/privacy/kept-classes';

/** Limits for storage and for one task. */
export const memoryBounds = {
	/** Characters of the name of a person or a conversation. */
	name: 200,
	/** Characters of one memory, which is a statement, not a document. */
	memory: 2_000,
	/** Characters of a preference's name. */
	key: 100,
	/** Memories of one person. Above this, the least important ones are removed, facts before preferences. */
	memories: 500,
	/** Facts, or preferences, of one task. */
	perTask: 100,
	/** Characters of a message, and of a reply. */
	turn: 100_000,
	/** Turns of one conversation; the oldest ones are removed first. */
	turns: 200,
	/** Characters of a summary. */
	summary: 4_000,
	/** Milliseconds that a person or a conversation is stored after its last use: a year. */
	retentionMs: keptMs('memory'),
} as const;
