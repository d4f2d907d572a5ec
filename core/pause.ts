import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, at most until the signal ends the waiting. @returns whether the whole time has passed */
export async function pause(milliseconds: number, until: AbortSignal): Promise<boolean> {
	// It rejects for no other reason.
	return sleep(milliseconds, true, { signal: until }).catch(() => false);
}
