import { BoundedCache } from './bounded-cache';

/** Requests since the first one of a window. */
export interface WindowCount {
	current: number;
	/** Milliseconds until the window ends. */
	ttl: number;
}

/** Max counted callers and addresses. Drops the least recent one. */
const maxCounted = 20_000;

export function createRateWindows(now: () => number = Date.now): (key: string, windowMs: number) => WindowCount {
	const windows = new BoundedCache<{ current: number; endsAt: number }>(maxCounted);
	return (key, windowMs) => {
		const nowMs = now();
		const stored = windows.get(key);
		// A clock that was set back must not lengthen a window.
		const isRunning = stored !== undefined && stored.endsAt > nowMs && stored.endsAt <= nowMs + windowMs;
		const window = isRunning ? stored : { current: 0, endsAt: nowMs + windowMs };
		window.current += 1;
		if (!isRunning) windows.set(key, window);
		return { current: window.current, ttl: window.endsAt - nowMs };
	};
}
