import { keptMs } from '../base/privacy/kept-classes';

export const memoryBounds = {
	/** Characters. */
	name: 200,
	/** Characters: a memory is a statement, not a document. */
	memory: 2_000,
	/** Characters. */
	key: 100,
	/** Above this, the least important ones are removed, facts before preferences. */
	memories: 500,
	/** Facts, or preferences. */
	perTask: 100,
	/** Characters of a message, and of a reply. */
	turn: 100_000,
	/** The oldest ones are removed first. */
	turns: 200,
	/** Characters. */
	summary: 4_000,
	/** Milliseconds after the last use: a year. */
	retentionMs: keptMs('memory'),
} as const;
