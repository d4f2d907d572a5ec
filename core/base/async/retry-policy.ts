/** Retries of failed work or requests. The only place that computes a backoff. */
export interface RetryPolicy {
	/** Includes the first attempt. Default: no max. */
	maxAttempts?: number;
	/** In milliseconds, after the first attempt. */
	firstMs: number;
	/** Growth of the pause per attempt. Default 2. */
	factor?: number;
	maxMs: number;
	/** Random share of each pause, from 0 to 1, so that failed attempts do not return together. Default 0. */
	jitter?: number;
	/** Max pause that the other side can request, such as in `Retry-After`. Default `maxMs`. */
	maxAskedMs?: number;
}

interface FailedAttempt {
	/** Attempts so far, 1 or more. */
	attempts: number;
	retryAfterMs?: number;
	/** From 0 to 1. Required for a policy with jitter. */
	random?: number;
}

/** Returns the pause in milliseconds: the backoff, or the requested one if longer; undefined after the last attempt. */
export function planRetry(policy: RetryPolicy, { attempts, retryAfterMs = 0, random = 1 }: FailedAttempt): number | undefined {
	const { maxAttempts = Infinity, firstMs, factor = 2, maxMs, maxAskedMs = maxMs } = policy;
	if (attempts >= maxAttempts) return undefined;
	const pauseMs = addJitter(Math.min(firstMs * factor ** (attempts - 1), maxMs), policy.jitter, random);
	return Math.max(pauseMs, Math.min(retryAfterMs, maxAskedMs));
}

/** Shortens a pause by up to its jitter share: 0 shortens most, 1 not at all. */
const addJitter = (pauseMs: number, jitter = 0, random = 1): number => Math.round(pauseMs * (1 - jitter * (1 - random)));
