import { setTimeout as sleep } from 'node:timers/promises';
import { isTroupeError } from '../errors';

/** How often a database that is away is asked again. */
const retryMs = 500;

/** Repeats work that a database missed, until it answers. @param forMs default as long as a server takes to restart */
export async function whenReachable<Result>(work: () => Promise<Result>, forMs = 30_000): Promise<Result> {
	const until = performance.now() + forMs;
	for (;;) {
		try {
			return await work();
		} catch (error) {
			const isAway = isTroupeError(error) && error.code === 'STORAGE_UNREACHABLE' && error.retryable;
			if (!isAway || performance.now() >= until) throw error;
			await sleep(retryMs);
		}
	}
}
