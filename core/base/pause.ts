import { setTimeout as sleep } from 'node:timers/promises';

/** A timer that is given more goes off at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Waits, at most until the signal ends the waiting. @returns whether the whole time has passed, or 24 days of it */
export async function pause(milliseconds: number, until: AbortSignal): Promise<boolean> {
	// It rejects for no other reason.
	return sleep(Math.min(milliseconds, LONGEST_TIMER), true, { signal: until }).catch(() => false);
}
