/** When and how often a failed piece of work or request is tried again. The only place that computes a backoff. */
export interface RetryPolicy {
	/** Counts the first attempt. Default: no max. */
	maxAttempts?: number;
	/** The pause after the first attempt, in milliseconds. */
	firstMs: number;
	/** By how much the pause grows with each further attempt. Default 2. */
	factor?: number;
	/** The longest pause. */
	maxMs: number;
	/** Share of each pause that is left to chance, from 0 to 1, so that attempts that failed together do not return together. Default 0. */
	jitter?: number;
	/** The longest pause that the other side can ask for, such as in `Retry-After`. Default `maxMs`. */
	maxAskedMs?: number;
}

export interface FailedAttempt {
	/** Attempts made so far, 1 or more. */
	attempts: number;
	/** The pause that the other side asked for. */
	retryAfterMs?: number;
	/** From 0 to 1. Required for a policy with jitter. */
	random?: number;
}

/** Returns the pause before the next attempt in milliseconds: the backoff, or what the other side asks for if that is longer; undefined after the last attempt. */
export function planRetry(policy: RetryPolicy, { attempts, retryAfterMs = 0, random = 1 }: FailedAttempt): number | undefined {
	const { maxAttempts = Infinity, firstMs, factor = 2, maxMs, maxAskedMs = maxMs } = policy;
	if (attempts >= maxAttempts) return undefined;
	const pauseMs = addJitter(Math.min(firstMs * factor ** (attempts - 1), maxMs), policy.jitter, random);
	return Math.max(pauseMs, Math.min(retryAfterMs, maxAskedMs));
}

/** Shortens a pause by up to its share of jitter: 0 shortens most, 1 not at all. */
export const addJitter = (pauseMs: number, jitter = 0, random = 1): number => Math.round(pauseMs * (1 - jitter * (1 - random)));
