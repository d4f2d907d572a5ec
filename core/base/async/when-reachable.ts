import { setTimeout as sleep } from 'node:timers/promises';
import { isTroupeError } from '../errors';

const retryMs = 500;

/** Returns whether a database will recover by itself: it restarts, or a read-only standby is promoted. */
export const isAway = (error: unknown): boolean =>
	isTroupeError(error) && ['STORAGE_UNREACHABLE', 'STORAGE_READ_ONLY'].includes(error.code) && error.retryable;

/** Repeats work until the database answers. @param forMs default as long as a server takes to restart */
export async function whenReachable<Result>(work: () => Promise<Result>, forMs = 30_000): Promise<Result> {
	const until = performance.now() + forMs;
	for (;;) {
		try {
			return await work();
		} catch (error) {
			if (!isAway(error) || performance.now() >= until) throw error;
			await sleep(retryMs);
		}
	}
}
