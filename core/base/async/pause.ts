import { setTimeout as sleep } from 'node:timers/promises';

/** A longer delay makes a timer fire immediately. */
const maxTimerMs = 2 ** 31 - 1;

/** Waits for the time or the signal. @param ref keeps the process alive @returns whether the whole time, or 24 days of it, has passed */
export async function pause(milliseconds: number, until: AbortSignal, ref = true): Promise<boolean> {
	// The timer rejects for no other reason.
	return sleep(Math.min(milliseconds, maxTimerMs), true, { signal: until, ref }).catch(() => false);
}
