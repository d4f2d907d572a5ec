import type { MailboxRules } from '../../ports/channels/mailbox-rules';

/** Milliseconds since the epoch. */
interface Burst {
	since: number;
	last: number;
	heldUntil: number | null;
}

type QuietRules = Pick<MailboxRules, 'quietMs' | 'maxQuietMs'>;

/**
 * Returns when a burst is answered: after a quiet time, at most `maxQuietMs` after its first message, or once the transcript of its audio is there.
 */
export function findDueTime({ since, last, heldUntil }: Burst, { quietMs, maxQuietMs }: QuietRules): number {
	return Math.max(Math.min(last + quietMs, since + maxQuietMs), heldUntil ?? 0);
}

/** Returns the deadline of a burst's transcript: within `maxQuietMs` after its first message, or from now on if the audio was applied late. */
export function findHoldTime(
	{ since, heldUntil }: Pick<Burst, 'since' | 'heldUntil'>,
	{ transcriptMs, maxQuietMs }: Pick<MailboxRules, 'transcriptMs' | 'maxQuietMs'>,
	now: number,
): number {
	const inTime = since + maxQuietMs;
	const latest = inTime > now ? inTime : (heldUntil ?? now + maxQuietMs);
	return Math.min(Math.max(heldUntil ?? 0, now + transcriptMs), latest);
}
