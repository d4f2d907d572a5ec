import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import { createRateWindows, type WindowCount } from '../../core/base/rate-windows';

/** Counts in a store shared by several processes. Rejects while it does not answer. */
export type CountTogether = (key: string, windowMs: number) => Promise<WindowCount>;

/** Counts in the shared store, or in this process without or until it answers. Limits then hold per process; the store's fault refuses nobody. */
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

		/** For a route's own limit; `createRateLimit` names no route. */
		child(options: object): Counters {
			const { method = '', url } = (options as { routeInfo?: { method?: string | string[]; url?: string } }).routeInfo ?? {};
			return new Counters(options, url === undefined ? '' : `${[method].flat().join()} ${url} `);
		}
	};
}
