import { isTroupeError, TroupeError } from '../base/errors';
import type { NotReached } from '../memory/task/memory-task';

export interface ReachedOutside {
	/** Such as `desk people`. */
	reached: string[];
	notReached: NotReached[];
	away?: TroupeError;
}

const timeoutMs = 60_000;

/**
 * Removes a person at one place. Notes a fault: other places go on. @param remove returns whether the person was known there @throws the reason
 * of the signal
 */
export async function reachOutside(
	place: string,
	done: ReachedOutside,
	signal: AbortSignal,
	remove: (until: AbortSignal) => Promise<boolean>,
): Promise<void> {
	try {
		if (await remove(AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]))) done.reached.push(place);
	} catch (fault) {
		signal.throwIfAborted();
		const known = isTroupeError(fault) ? fault : tooSlow(place, fault);
		done.notReached.push({ stores: [place], where: `(${known.code}): ${known.message}` });
		if (known.retryable) done.away ??= known;
	}
}

const tooSlow = (place: string, cause: unknown) =>
	new TroupeError({
		code: 'HTTP_TIMEOUT',
		message: `${place} did not answer within ${timeoutMs / 1_000} seconds.`,
		retryable: true,
		cause,
		fix: 'Check whether it works, and try again.',
	});
