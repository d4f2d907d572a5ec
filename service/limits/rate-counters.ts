import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import { createRateWindows, type WindowCount } from '../../core/base/rate-windows';

/** Counts a request in a store that several processes share. Rejects while the store does not answer. */
export type CountTogether = (key: string, windowMs: number) => Promise<WindowCount>;

/**
 * Returns where the parts of the service count requests: in the shared store, and in this process without one or while it does not answer. Limits
 * are then counted by each process, and nobody is refused because of the store.
 */
export function rateCounters(countTogether?: CountTogether, now: () => number = Date.now): FastifyRateLimitStoreCtor {
	const countHere = createRateWindows(now);
	const count = async (key: string, windowMs: number): Promise<WindowCount> =>
		(await countTogether?.(key, windowMs).catch(() => undefined)) ?? countHere(key, windowMs);

	return class Counters implements FastifyRateLimitStore {
		constructor(
			_options: object,
			private readonly prefix = '',
		) {}

		incr(key: string, done: (error: Error | null, result?: WindowCount) => void, windowMs: number): void {
			void count(this.prefix + key, windowMs).then((result) => done(null, result));
		}

		/** For a limit of its own of a route; `createRateLimit` names no route. */
		child(options: object): Counters {
			const { method = '', url } = (options as { routeInfo?: { method?: string | string[]; url?: string } }).routeInfo ?? {};
			return new Counters(options, url === undefined ? '' : `${[method].flat().join()} ${url} `);
		}
	};
}
