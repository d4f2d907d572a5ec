import { pause } from '../../../core/base/async/pause';
import { readRetryAfter } from '../../../core/base/network/retry-after';
import { planRetry, type RetryPolicy } from '../../../core/base/async/retry-policy';

/** A server that asks for a longer pause is told to the model at once: a quota that is used up does not return while it waits. */
const longestMs = 10_000;
const policy: RetryPolicy = { maxAttempts: 3, firstMs: 500, maxMs: longestMs };
const never = new AbortController().signal;

/** Returns a fetch that sends a request again if the server did nothing with it, and says so: 429, or 503 with the time to wait. */
export function patientFetch(send: typeof fetch): typeof fetch {
	return async (url, init) => {
		for (let attempts = 1; ; attempts += 1) {
			const response = await send(url, init);
			const pauseMs = planPause(response, attempts);
			if (pauseMs === undefined) return response;
			await response.body?.cancel();
			if (!(await pause(pauseMs, init?.signal ?? never))) init!.signal!.throwIfAborted();
		}
	};
}

function planPause({ status, headers }: Response, attempts: number): number | undefined {
	const retryAfterMs = readRetryAfter(headers);
	const isBusy = status === 429 || (status === 503 && retryAfterMs !== undefined);
	return isBusy && (retryAfterMs ?? 0) <= longestMs ? planRetry(policy, { attempts, retryAfterMs }) : undefined;
}
