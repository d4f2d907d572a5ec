import { TroupeError } from '../base/errors';
import type { Clock } from '../ports/host';

interface PaceOptions {
	clock: Clock;
	requestsPerMinute: number;
	/** Fails instead of a longer wait. */
	maxWaitMs?: number;
	pause: (milliseconds: number, signal: AbortSignal) => Promise<boolean>;
}

const usualMaxWaitMs = 30_000;
/** Burst after a quiet time, as a share of a minute's requests. */
const burstShare = 0.1;

/** Spreads requests over time: the returned function waits for the next slot. @throws TroupeError CRM_RATE_LIMITED */
export function createRequestPace({ clock, requestsPerMinute, maxWaitMs = usualMaxWaitMs, pause }: PaceOptions) {
	const stepMs = 60_000 / requestsPerMinute;
	const burstMs = Math.max(1, requestsPerMinute * burstShare) * stepMs;
	let nextAt = 0;
	return async (signal: AbortSignal): Promise<void> => {
		const now = clock.now();
		const at = Math.max(nextAt, now - burstMs);
		const waitMs = at - now;
		if (waitMs > maxWaitMs) throw tooMany(requestsPerMinute, waitMs);
		nextAt = at + stepMs;
		if (waitMs > 0) await pause(waitMs, signal);
		signal.throwIfAborted();
	};
}

const tooMany = (requestsPerMinute: number, retryAfterMs: number) =>
	new TroupeError({
		code: 'CRM_RATE_LIMITED',
		message: `More requests wait for the CRM than its ${requestsPerMinute} a minute.`,
		fix: 'Wait, or raise requestsPerMinute if the CRM allows more.',
		retryable: true,
		retryAfterMs: Math.ceil(retryAfterMs),
	});
