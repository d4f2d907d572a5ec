import type { MailboxRules } from '../../ports/channels/mailbox-rules';

/** A burst of messages that waits. Milliseconds since the epoch. */
export interface Burst {
	/** When its first message arrived. */
	since: number;
	/** When its last message arrived. */
	last: number;
	/** Until when it waits for the text of an audio. */
	heldUntil: number | null;
}

type QuietRules = Pick<MailboxRules, 'quietMs' | 'maxQuietMs'>;

/** Returns when a burst is answered: after a quiet time, at most `maxQuietMs` after its first message, or once the text of its audio is there. */
export function findDueTime({ since, last, heldUntil }: Burst, { quietMs, maxQuietMs }: QuietRules): number {
	return Math.max(Math.min(last + quietMs, since + maxQuietMs), heldUntil ?? 0);
}

/**
 * Returns until when a burst waits for the text of an audio that is being transcribed from now on: within `maxQuietMs` after its first message. Where
 * that is over already, because the audio was applied late, the first audio has this time from now on.
 */
export function findHoldTime(
	{ since, heldUntil }: Pick<Burst, 'since' | 'heldUntil'>,
	{ transcriptMs, maxQuietMs }: Pick<MailboxRules, 'transcriptMs' | 'maxQuietMs'>,
	now: number,
): number {
	const inTime = since + maxQuietMs;
	const latest = inTime > now ? inTime : (heldUntil ?? now + maxQuietMs);
	return Math.min(Math.max(heldUntil ?? 0, now + transcriptMs), latest);
}
