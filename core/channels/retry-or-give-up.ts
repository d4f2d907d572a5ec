import { isTroupeError, type TroupeError } from '../base/errors';
import { pause } from '../base/async/pause';
import { isStopped } from '../stops/find-stop';
import { planRetry } from '../base/async/retry-policy';
import type { Turn, TurnEnd } from '../ports/channels/mailbox';

const retries = { firstMs: 2_000, maxMs: 300_000 };

/** Bounds of the pauses while a turn waits for something that is away. A pause lasts as long as all before it. */
const minPauseMs = 2_000;
const maxPauseMs = 30_000;
/** How soon a turn that an operator stopped is tried again, so that it is answered soon after the start. */
const stoppedPauseMs = 5_000;
/** The time after which a turn is given up because something that it needs is away. The time in which nothing tries it is not counted. */
export const maxAwayMs = 15 * 60_000;

/** Decides about a turn that failed: it is repeated, or given up. A fault that does not pass by itself ends it. */
export function retryOrGiveUp(cause: unknown, { attempts, awayMs }: Pick<Turn, 'attempts' | 'awayMs'>, maxAttempts: number): TurnEnd {
	const reason = isTroupeError(cause) ? `${cause.code}: ${cause.message}` : 'INTERNAL: the agent could not answer';
	// A run that was cancelled does not begin again.
	if (isTroupeError(cause) && cause.code === 'RUN_STOPPED' && !cause.retryable) return { kind: 'dead', reason };
	if (isStopped(cause)) return { kind: 'failed', reason, afterMs: stoppedPauseMs, isStopped: true };
	if (isAway(cause)) {
		if (awayMs >= maxAwayMs) return { kind: 'dead', reason };
		return { kind: 'failed', reason, afterMs: Math.min(Math.max(awayMs, minPauseMs), maxPauseMs), isAway: true };
	}
	const afterMs = planRetry({ ...retries, maxAttempts }, { attempts: attempts + 1 });
	if (afterMs === undefined || (isTroupeError(cause) && !cause.retryable)) return { kind: 'dead', reason };
	return { kind: 'failed', reason, afterMs };
}

/** Returns whether the agent cannot run in this process at present: it is stopped, it is not approved, its documents have not arrived, or another process has it. */
export function isAwayHere(cause: unknown): cause is TroupeError {
	return isTroupeError(cause) && /^(MANIFEST|REGISTRY|TRUST)_|^(TOKEN_INVALID|AGENT_NOT_FOUND|RUN_STOPPED)$/.test(cause.code);
}

/** Returns whether something that the turn needs and that others share is away: jobs wait for it too, however often they are tried. */
function isAway(cause: unknown): boolean {
	return isAwayHere(cause) || isStoreAway(cause) || (isTroupeError(cause) && cause.retryable && cause.code.endsWith('_STORE_UNREACHABLE'));
}

const isStoreAway = (cause: unknown): boolean => isTroupeError(cause) && cause.retryable && cause.code.startsWith('STORAGE_');

const storePauseMs = 2_000;

/** Stores what a turn came to, again and again while the store is away: what is lost would be done, and paid, another time. */
export async function storeOutcome<Result>(store: () => Promise<Result>, signal = new AbortController().signal): Promise<Result> {
	for (;;) {
		try {
			return await store();
		} catch (cause) {
			if (!isStoreAway(cause) || !(await pause(storePauseMs, signal))) throw cause;
		}
	}
}
