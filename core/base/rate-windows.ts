import { BoundedCache } from './bounded-cache';

/** Requests within a window that began with the first of them. */
export interface WindowCount {
	current: number;
	/** Milliseconds until the window ends. */
	ttl: number;
}

/** Max number of callers and addresses that are counted. The one that called least recently is dropped. */
const maxCounted = 20_000;

/** Counts requests by key within this process. */
export function createRateWindows(now: () => number = Date.now): (key: string, windowMs: number) => WindowCount {
	const windows = new BoundedCache<{ current: number; endsAt: number }>(maxCounted);
	return (key, windowMs) => {
		const nowMs = now();
		const stored = windows.get(key);
		// A clock that was set back must not make a window longer.
		const isRunning = stored !== undefined && stored.endsAt > nowMs && stored.endsAt <= nowMs + windowMs;
		const window = isRunning ? stored : { current: 0, endsAt: nowMs + windowMs };
		window.current += 1;
		if (!isRunning) windows.set(key, window);
		return { current: window.current, ttl: window.endsAt - nowMs };
	};
}
