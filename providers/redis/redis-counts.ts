import type { Redis } from 'ioredis';
import type { TroupeError } from '../../core/base/errors';
import { createRedis } from './create-redis';
import { redisFault } from './redis-fault';

/** A request is not held up by a Redis that is slow. */
const timeoutMs = 100;
/** After a failure, Redis is not asked for this long, so that a silent one holds up one request in this time. */
const pauseMs = 1_000;
const keyPrefix = 'troupe:rate:';

/** The window begins with its first request, and Redis ends it: clocks of the service's machines do not matter. */
const count = `
local current = redis.call('INCR', KEYS[1])
if current == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {current, redis.call('PTTL', KEYS[1])}`;

type Counting = Redis & { countRequest(key: string, windowMs: number): Promise<[current: number, ttl: number]> };

export interface RedisCounts {
	/** Counts a request in a window that began with the first one; `ttl` milliseconds are left of it. @throws TroupeError */
	count(key: string, windowMs: number): Promise<{ current: number; ttl: number }>;
	/** Why Redis does not count now; undefined while it does. */
	readonly fault: TroupeError | undefined;
	close(): Promise<void>;
}

/**
 * Connects to the Redis in which all processes count requests. It connects again by itself.
 * @param reportFault told while Redis does not answer @throws TroupeError INPUT_INVALID
 */
export async function openRedisCounts(address: string, reportFault: (error: TroupeError) => void): Promise<RedisCounts> {
	const redis = createRedis(address, { commandTimeout: timeoutMs }) as Counting;
	redis.defineCommand('countRequest', { numberOfKeys: 1, lua: count });
	let fault: TroupeError | undefined;
	let pausedUntil = 0;
	const fail = (cause: unknown): TroupeError => {
		fault = redisFault(address, 'does not count requests', 'Limits hold for each process alone until then.', cause);
		reportFault(fault);
		return fault;
	};
	redis.on('error', fail);
	// Otherwise the first requests would be counted alone. The listener has told of a failure.
	await redis.connect().catch(() => undefined);
	return {
		get fault() {
			return fault;
		},
		async count(key, windowMs) {
			if (fault && performance.now() < pausedUntil) throw fault;
			try {
				const [current, ttl] = await redis.countRequest(keyPrefix + key, windowMs);
				fault = undefined;
				return { current, ttl: Math.max(ttl, 0) };
			} catch (cause) {
				pausedUntil = performance.now() + pauseMs;
				throw fail(cause);
			}
		},
		close: async () => redis.disconnect(),
	};
}
