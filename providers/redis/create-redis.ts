import { Redis, type RedisOptions } from 'ioredis';
import { TroupeError } from '../../core/base/errors';

/**
 * Creates a connection to the Redis of TROUPE_REDIS_URL, which is opened by `connect`. A command fails at once while there is no connection.
 * @throws TroupeError INPUT_INVALID, which does not repeat the address
 */
export function createRedis(address: string, options: RedisOptions): Redis {
	if (!URL.canParse(address) || !/^rediss?:$/.test(new URL(address).protocol))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'TROUPE_REDIS_URL is not the address of a Redis.',
			fix: 'Write redis://user:password@host:6379/0, or rediss:// for TLS.',
		});
	const redis = new Redis(address, {
		lazyConnect: true,
		enableOfflineQueue: false,
		maxRetriesPerRequest: 0,
		connectTimeout: 2_000,
		// A silent Redis does not close its side, and the process waits for it.
		disconnectTimeout: 50,
		// It would need the right to use INFO. A Redis that is loading says so to each command.
		enableReadyCheck: false,
		disableClientInfo: true,
		retryStrategy: (attempt) => Math.min(attempt * 200, 5_000),
		...options,
	});
	// Without a listener, ioredis writes errors to standard error.
	redis.on('error', () => undefined);
	return redis;
}

/** Returns the number of the database, 0 by default. It separates installations that share a Redis. */
export const readRedisDatabase = (address: string): number => Number(/^\/(\d+)/.exec(new URL(address).pathname)?.[1] ?? 0);
