import { isTroupeError } from '../base/errors';
import type { NotReached } from '../memory/task/memory-task';

/** Where a person was removed outside of Troupe's own state, and what is left elsewhere. */
export interface ReachedOutside {
	/** Such as `desk people`. */
	reached: string[];
	notReached: NotReached[];
}

const timeoutMs = 60_000;

/**
 * Removes a person at one place. A fault there is noted, and holds up no other place.
 * @param remove returns whether the person was known there
 * @throws the reason of the signal
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
		done.notReached.push({ stores: [place], where: isTroupeError(fault) ? `(${fault.code}): ${fault.message}` : 'did not answer' });
	}
}
