import { pause } from '../../../core/base/async/pause';
import { readRetryAfter } from '../../../core/base/network/retry-after';
import { planRetry, type RetryPolicy } from '../../../core/base/async/retry-policy';

/** Longer pauses are reported to the model: a used-up quota does not return while it waits. */
const longestMs = 10_000;
const policy: RetryPolicy = { maxAttempts: 3, firstMs: 500, maxMs: longestMs };
const never = new AbortController().signal;

/** Retries requests that the server refused unprocessed: 429, or 503 with a wait time. */
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
