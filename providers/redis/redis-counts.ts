import type { Redis } from 'ioredis';
import type { TroupeError } from '../../core/base/errors';
import { createRedis } from './create-redis';
import { redisFault } from './redis-fault';

/** A slow Redis must not delay a request. */
const timeoutMs = 100;
/** Pause after a failure, so that a silent Redis delays only one request in this time. */
const pauseMs = 1_000;
const keyPrefix = 'troupe:rate:';

/** The window begins with its first request and expires in Redis, so that clocks of the machines do not matter. */
const count = `
local current = redis.call('INCR', KEYS[1])
if current == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {current, redis.call('PTTL', KEYS[1])}`;

type Counting = Redis & { countRequest(key: string, windowMs: number): Promise<[current: number, ttl: number]> };

export interface RedisCounts {
	/** Counts a request; the window has `ttl` milliseconds left. @throws TroupeError */
	count(key: string, windowMs: number): Promise<{ current: number; ttl: number }>;
	/** Undefined while Redis counts. */
	readonly fault: TroupeError | undefined;
	close(): Promise<void>;
}

/**
 * Connects to the Redis in which all processes count requests, and reconnects by itself. @param reportFault called while Redis does not answer
 * @throws TroupeError INPUT_INVALID
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
	// Otherwise the first requests would be counted locally. The listener reports a failure.
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
