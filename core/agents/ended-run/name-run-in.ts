import { isTroupeError, TroupeError } from '../../base/errors';

/** Names the recorded run in its fault. Runs that end together can share a fault. */
export function nameRunIn(error: unknown, runId: string): unknown {
	if (!isTroupeError(error)) return error;
	const { code, message, fix, retryable, retryAfterMs, forCaller, cause, stack, details } = error;
	const named = new TroupeError({ code, message, fix, retryable, retryAfterMs, forCaller, cause, details: { ...details, runId } });
	if (stack !== undefined) named.stack = stack;
	return named;
}
