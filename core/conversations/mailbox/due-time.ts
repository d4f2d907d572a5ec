import type { MailboxRules } from '../../ports';

/** A burst of messages that waits. Milliseconds since the epoch. */
export interface Burst {
	/** When its first message arrived. */
	since: number;
	/** When its last message arrived. */
	last: number;
	/** Until when it waits for the text of an audio. */
	heldUntil: number | null;
}

/**
 * Returns when a burst is answered: after a quiet time, or once the text of its audio is there, and at the latest when its first message has waited
 * for `maxQuietMs`.
 */
export function findDueTime(
	{ since, last, heldUntil }: Burst,
	{ quietMs, maxQuietMs }: Pick<MailboxRules, 'quietMs' | 'maxQuietMs'>,
): number {
	return Math.min(Math.max(last + quietMs, heldUntil ?? 0), since + maxQuietMs);
}
