import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import { BoundedCache } from '../../../core/base/bounded-cache';

/** Requests within a window that began with the first of them. */
interface Count {
	current: number;
	/** Milliseconds until the window ends. */
	ttl: number;
}

/** Counts a request in a store that several processes share. Rejects while the store does not answer. */
export type CountTogether = (key: string, windowMs: number) => Promise<Count>;

/** Max number of callers and addresses that are counted. The one that called least recently is dropped. */
const maxCounted = 20_000;

/**
 * Returns where the parts of the service count requests: in the shared store, and in this process without one or while it does not answer. Limits
 * are then counted by each process, and nobody is refused because of the store.
 */
export function rateCounters(countTogether?: CountTogether, now: () => number = Date.now): FastifyRateLimitStoreCtor {
	const windows = new BoundedCache<{ current: number; endsAt: number }>(maxCounted);
	const countHere = (key: string, windowMs: number): Count => {
		const nowMs = now();
		const stored = windows.get(key);
		// A clock that was set back must not make a window longer.
		const isRunning = stored !== undefined && stored.endsAt > nowMs && stored.endsAt <= nowMs + windowMs;
		const window = isRunning ? stored : { current: 0, endsAt: nowMs + windowMs };
		window.current += 1;
		if (!isRunning) windows.set(key, window);
		return { current: window.current, ttl: window.endsAt - nowMs };
	};
	const count = async (key: string, windowMs: number): Promise<Count> =>
		(await countTogether?.(key, windowMs).catch(() => undefined)) ?? countHere(key, windowMs);

	return class Counters implements FastifyRateLimitStore {
		constructor(
			_options: object,
			private readonly prefix = '',
		) {}

		incr(key: string, done: (error: Error | null, result?: Count) => void, windowMs: number): void {
			void count(this.prefix + key, windowMs).then((result) => done(null, result));
		}

		/** For a limit of its own of a route; `createRateLimit` names no route. */
		child(options: object): Counters {
			const { method = '', url } = (options as { routeInfo?: { method?: string | string[]; url?: string } }).routeInfo ?? {};
			return new Counters(options, url === undefined ? '' : `${[method].flat().join()} ${url} `);
		}
	};
}
